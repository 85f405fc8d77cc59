package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.junit.Test;

public class RunThrottleTest {
  @Test
  public void theFirstRunMayStartImmediately() {
    assertThat(new RunThrottle(4, Duration.ofHours(1), LoopTime.SYSTEM).allowsSmallRun(), is(true));
  }

  @Test
  public void theNextRunWaitsForTheMinimumInterval() {
    RunThrottle pace = new RunThrottle(4, Duration.ofHours(1), LoopTime.SYSTEM);
    pace.started();

    assertThat(pace.allowsSmallRun(), is(false));
  }

  @Test
  public void longRunsAreSpreadOverTheSlots() {
    RunThrottle pace = new RunThrottle(4, Duration.ZERO, LoopTime.SYSTEM);
    pace.ended(Duration.ofHours(1));
    pace.started();

    assertThat(pace.allowsSmallRun(), is(false));
  }

  @Test
  public void withoutAnIntervalTheNextRunMayStartImmediately() {
    RunThrottle pace = new RunThrottle(4, Duration.ZERO, LoopTime.SYSTEM);
    pace.started();

    assertThat(pace.allowsSmallRun(), is(true));
  }
}
