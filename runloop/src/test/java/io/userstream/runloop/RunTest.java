package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.Test;

public class RunTest {
  private final Run run =
      Run.builder()
          .setRanges(List.of(PartitionRange.of("orders", 0, 3, 9)))
          .setClientProperties(Map.of("bootstrap.servers", "b:1", "sasl.jaas.config", "secret"))
          .build();

  @Test
  public void readsWithTheClientPropertiesOfTheLoop() {
    assertThat(
        DisplayData.from(run.readRanges()).asMap().values().toString(), containsString("b:1"));
  }

  @Test
  public void aRetryReadsWithTheSameProperties() {
    Run retry = run.again(2, run.ranges());

    assertThat(retry.attempt(), is(2));
    assertThat(retry.mayBeRetry(), is(true));
    assertThat(retry.client(), is(run.client()));
  }

  @Test
  public void namesItsRangesButNoSecrets() {
    assertThat(run.toString(), containsString("orders-0[3, 9)"));
    assertThat(run.toString(), not(containsString("secret")));
  }

  @Test
  public void namesTheMissingClientProperty() {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> Run.builder().build().readRanges());

    assertThat(fault.getMessage(), containsString("bootstrap.servers"));
  }
}
