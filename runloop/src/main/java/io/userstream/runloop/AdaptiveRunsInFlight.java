package io.userstream.runloop;

import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Adapts the number of concurrent runs to the latency of the sink, so that the loop does not starve
 * other users of the sink. Each measurement above the maximum halves the number, and each other one
 * adds a part of a run (additive increase, multiplicative decrease). Below one run, runs have fewer
 * records, and the loop pauses between them: with a quarter of a run, a run has a quarter of the
 * records, and three quarters of the time pass without one. For use by the loop's thread only.
 */
final class AdaptiveRunsInFlight {
  /** At least this share of the time, a run is in flight. */
  static final double LEAST = 1.0 / 16;

  /** From the least to four runs takes 16 measurements. */
  static final double STEP = 0.25;

  /** A sink that others keep busy must not stop the loop. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final int most;
  private final Duration maxLatency;
  private final SinkLatency latency;
  private final LoopTime time;
  private double allowed;
  private long measured;
  @Nullable private Duration last;
  private long pausedUntilNanos;
  private boolean pauses;

  AdaptiveRunsInFlight(RunLoopConfig config, LoopTime time) {
    this.most = config.maxRunsInFlight();
    this.maxLatency = config.maxSinkLatency();
    this.latency = config.sinkLatency();
    this.time = time;
    this.allowed = most;
  }

  /** Adapts to the newest measurement, unless that has happened. */
  void look() {
    latency.newest().filter(newest -> newest.number() != measured).ifPresent(this::adapt);
  }

  private void adapt(SinkLatency.Measured newest) {
    measured = newest.number();
    last = newest.latency();
    allowed =
        last.compareTo(maxLatency) > 0
            ? Math.max(LEAST, allowed / 2)
            : Math.min(most, allowed + STEP);
    pauses = pauses && allowed < 1;
  }

  /** Returns the number of runs that may be in flight; below 1 if the loop pauses between runs. */
  double allowed() {
    return allowed;
  }

  /** Returns the last measurement. */
  Optional<Duration> latency() {
    return Optional.ofNullable(last);
  }

  /** Returns true if one more run may start. */
  boolean allows(int inFlight) {
    if (inFlight > 0) {
      return inFlight < (int) allowed;
    }
    return !pauses || time.nanoTime() - pausedUntilNanos >= 0;
  }

  /** Returns how many of the records of a run may be in one. */
  long records(long ofFullRun) {
    return allowed >= 1 ? ofFullRun : Math.max(1, (long) (ofFullRun * allowed));
  }

  /** Notes that a run has ended. */
  void ended(Duration took) {
    if (allowed < 1) {
      double pause =
          Math.min((double) took.toNanos() * (1 / allowed - 1), (double) LONGEST_PAUSE.toNanos());
      pausedUntilNanos = time.nanoTime() + (long) pause;
      pauses = true;
    }
  }
}
