package io.userstream.runloop;

import java.time.Duration;

/**
 * Spreads small runs over time. Without it, a trickle of records would start one tiny run after
 * another until every slot is taken, and the next record would wait for a whole run's length; with
 * it a slot is free every {@code run length / slots}, and each run takes what has come in since.
 * Where runs are short the least interval decides: each has a cost that does not depend on what is
 * in it.
 */
final class RunThrottle {
  /** Weight of the newest run's length in the running mean. */
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

  /** Whether a run that is not full may start now. */
  boolean allowsSmallRun() {
    return !started
        || time.nanoTime() - lastStartNanos
            >= Math.max((double) minInterval.toNanos(), meanRunNanos / slots);
  }
}
