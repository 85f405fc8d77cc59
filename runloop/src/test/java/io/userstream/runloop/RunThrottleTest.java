package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.junit.Test;

/** When a run that is not full may start. */
public class RunThrottleTest {
  @Test
  public void theFirstMayAtOnce() {
    assertThat(new RunThrottle(4, Duration.ofHours(1), LoopTime.SYSTEM).allowsSmallRun(), is(true));
  }

  @Test
  public void theNextWaitsForTheLeastInterval() {
    RunThrottle pace = new RunThrottle(4, Duration.ofHours(1), LoopTime.SYSTEM);
    pace.started();

    assertThat(pace.allowsSmallRun(), is(false));
  }

  @Test
  public void whereRunsAreLongTheyAreSpreadOverTheSlots() {
    RunThrottle pace = new RunThrottle(4, Duration.ZERO, LoopTime.SYSTEM);
    pace.ended(Duration.ofHours(1));
    pace.started();

    assertThat(pace.allowsSmallRun(), is(false));
  }

  @Test
  public void withNothingToWaitForTheNextMayAtOnce() {
    RunThrottle pace = new RunThrottle(4, Duration.ZERO, LoopTime.SYSTEM);
    pace.started();

    assertThat(pace.allowsSmallRun(), is(true));
  }
}
