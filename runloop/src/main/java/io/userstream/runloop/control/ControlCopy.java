package io.userstream.runloop.control;

import java.util.function.LongSupplier;

/**
 * A driver's view of the state in Kafka. Writes the copy if it is older than what the driver knows,
 * and renews it from time to time, so that an order outlives the time after which Kafka forgets it.
 * For use by one thread.
 */
final class ControlCopy {
  private final ControlOffsets offsets;
  private final LongSupplier nanoTime;
  private ControlState copy = ControlState.RUNNING;
  private long renewedNanos;
  private boolean renewed;

  /**
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  ControlCopy(ControlOffsets offsets, LongSupplier nanoTime) {
    this.offsets = offsets;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the newest state.
   *
   * @param known the newest state so far
   */
  ControlState look(ControlState known) {
    ControlOffsets.Found found = offsets.read();
    copy = found.copy();
    return known.newer(found.state());
  }

  /** Writes the copy if it is older than this state, or has not been renewed for long. */
  void renew(ControlState now) {
    if (isDue(now)) {
      offsets.keep(now);
      copy = now;
      renewed = true;
      renewedNanos = nanoTime.getAsLong();
    }
  }

  private boolean isDue(ControlState now) {
    if (!now.equals(copy)) {
      return true;
    }
    return !now.isDefault()
        && (!renewed || nanoTime.getAsLong() - renewedNanos >= ControlWatch.RENEWAL.toNanos());
  }
}
