package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class AdaptiveRunsInFlightTest {
  private static final Duration FAST = Duration.ofMillis(5);
  private static final Duration SLOW = Duration.ofMillis(100);

  private final ManualTime time = new ManualTime();
  private Optional<SinkLatency.Measured> newest = Optional.empty();
  private long number;
  private final AdaptiveRunsInFlight runs =
      new AdaptiveRunsInFlight(
          OneLog.config()
              .setMaxRunsInFlight(4)
              .setSinkLatency(() -> newest)
              .setMaxSinkLatency(Duration.ofMillis(50))
              .build(),
          time);

  private void measure(Duration latency, int times) {
    for (int measurement = 0; measurement < times; measurement++) {
      newest = Optional.of(new SinkLatency.Measured(++number, latency));
      runs.look();
      runs.look(); // Each measurement counts once.
    }
  }

  @Test
  public void withoutAMeasurementAllRunsMayStart() {
    runs.look();

    assertThat(runs.allowed(), is(4.0));
    assertThat(runs.allows(3), is(true));
    assertThat(runs.allows(4), is(false));
    assertThat(runs.records(1_000), is(1_000L));
  }

  @Test
  public void aSlowSinkHalvesTheRuns() {
    measure(SLOW, 1);
    assertThat(runs.allowed(), is(2.0));
    assertThat(runs.allows(2), is(false));

    measure(SLOW, 1);
    assertThat(runs.allows(1), is(false));
    assertThat(runs.allows(0), is(true));
  }

  @Test
  public void aFastSinkGetsMoreRunsLittleByLittle() {
    measure(SLOW, 2);
    measure(FAST, 3);
    assertThat(runs.allows(1), is(false));

    measure(FAST, 1);
    assertThat(runs.allows(1), is(true));

    measure(FAST, 100);
    assertThat(runs.allowed(), is(4.0));
  }

  @Test
  public void belowOneRunTheRunsAreSmallerWithPausesBetweenThem() {
    measure(SLOW, 4);
    assertThat(runs.allowed(), is(0.25));
    assertThat(runs.records(1_000), is(250L));
    assertThat(runs.allows(0), is(true));

    runs.ended(Duration.ofSeconds(1));

    assertThat(runs.allows(0), is(false));
    time.pass(Duration.ofMillis(2_999));
    assertThat(runs.allows(0), is(false));
    time.pass(Duration.ofMillis(1));
    assertThat(runs.allows(0), is(true));
  }

  @Test
  public void aPauseEndsWhenTheSinkHasRecovered() {
    measure(SLOW, 4);
    runs.ended(Duration.ofSeconds(3));
    measure(FAST, 3);

    assertThat(runs.allowed(), is(1.0));
    assertThat(runs.allows(0), is(true));
  }

  @Test
  public void aSinkThatStaysSlowDoesNotStopTheLoop() {
    measure(SLOW, 100);
    runs.ended(Duration.ofMinutes(5));

    assertThat(runs.allowed(), is(greaterThan(0.0)));
    assertThat(runs.allowed(), is(lessThan(0.1)));
    assertThat(runs.records(3), is(1L));
    time.pass(AdaptiveRunsInFlight.LONGEST_PAUSE);
    assertThat(runs.allows(0), is(true));
  }
}
