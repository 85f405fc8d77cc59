package io.userstream.runloop;

import java.time.Duration;

/**
 * Spreads small runs over time. Without it, a trickle of records would start tiny runs until every
 * slot is taken, and the next record would wait for a whole run. With it, a slot becomes free every
 * {@code run length / slots}, and each run takes what has arrived since. If runs are short, the
 * minimum interval decides, because each run has fixed costs.
 */
final class RunThrottle {
  /** Weight of the newest run's length in the moving average. */
  private static final double NEWEST = 0.3;

  private final int slots;
  private final Duration minInterval;
  private final LoopTime time;
  private double meanRunNanos;
  private long lastStartNanos;
  private boolean started;

  RunThrottle(int slots, Duration minInterval, LoopTime time) {
    this.slots = slots;
    this.minInterval = minInterval;
    this.time = time;
  }

  void started() {
    lastStartNanos = time.nanoTime();
    started = true;
  }

  void ended(Duration took) {
    meanRunNanos =
        meanRunNanos == 0 ? took.toNanos() : meanRunNanos * (1 - NEWEST) + took.toNanos() * NEWEST;
  }

  /** Returns true if a partial run may start now. */
  boolean allowsSmallRun() {
    return !started
        || time.nanoTime() - lastStartNanos
            >= Math.max((double) minInterval.toNanos(), meanRunNanos / slots);
  }
}
