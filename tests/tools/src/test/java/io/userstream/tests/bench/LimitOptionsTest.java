package io.userstream.tests.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.tests.arguments.Arguments;
import java.util.List;
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
  public void optionalArgumentsHaveDefaults() {
    Arguments arguments = Arguments.of(REQUIRED);
    LimitOptions options = LimitOptions.read(arguments);

    assertThat(options.table(), is("created_users"));
    assertThat(options.threads(), is(2));
    assertThat(options.inFlight(), is(64));
    assertThat(options.untilDrained(), is(false));
    assertThat(arguments.problems(), is(empty()));
  }

  @Test
  public void wrongArgumentsAreNamed() {
    assertThat(
        problems("--threads=0", "--until=never"),
        hasItems(startsWith("--threads=0: "), is("--until=never: must be stopped or drained")));
  }

  @Test
  public void requiredArgumentsMustBePresent() {
    assertThat(problems(), hasItem("--bootstrapServers: is missing"));
  }

  private static List<String> problems(String... line) {
    Arguments arguments = Arguments.of(line);
    var unused = LimitOptions.read(arguments);
    return arguments.problems();
  }
}
