package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.stream.Stream;
import org.junit.Test;

public class LimitOptionsTest {
  private static final String[] REQUIRED = {
    "--bootstrapServers=127.0.0.1:9092",
    "--topic=users",
    "--group=limit",
    "--cassandraHost=127.0.0.1",
    "--cassandraPort=9042",
    "--keyspace=spark_streams"
  };

  @Test
  public void theRestHasDefaults() {
    LimitOptions options = LimitOptions.of(REQUIRED);
    assertThat(options.table(), is("created_users"));
    assertThat(options.threads(), is(2));
    assertThat(options.inFlight(), is(64));
    assertThat(options.untilDrained(), is(false));
  }

  @Test
  public void aWrongArgumentIsNamed() {
    assertThat(refusal("--threads=0"), is("--threads=0: is no number above 0"));
    assertThat(refusal("--until=never"), is("--until=never: is stopped or drained"));
  }

  @Test
  public void nothingRequiredMayBeMissing() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> LimitOptions.of());
    assertThat(refusal.getMessage(), is("--bootstrapServers is missing"));
  }

  private static String refusal(String more) {
    return assertThrows(
            IllegalArgumentException.class,
            () ->
                LimitOptions.of(
                    Stream.concat(Stream.of(REQUIRED), Stream.of(more)).toArray(String[]::new)))
        .getMessage();
  }
}
