package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class RecentLatenciesTest {
  private final RecentLatencies recent = new RecentLatencies();

  @Test
  public void aMeasurementIsTheSecondSlowestRead() {
    for (int number = 1; number < RecentLatencies.GROUP; number++) {
      assertThat(recent.add(Duration.ofMillis(100 - number)), is(Optional.empty()));
    }

    assertThat(recent.add(Duration.ofMinutes(1)), is(Optional.of(Duration.ofMillis(99))));
  }

  @Test
  public void aReadCountsInOneMeasurementOnly() {
    addGroup(Duration.ofSeconds(1));

    assertThat(addGroup(Duration.ofMillis(1)), is(Optional.of(Duration.ofMillis(1))));
  }

  private Optional<Duration> addGroup(Duration latency) {
    Optional<Duration> last = Optional.empty();
    for (int number = 0; number < RecentLatencies.GROUP; number++) {
      last = recent.add(latency);
    }
    return last;
  }
}
