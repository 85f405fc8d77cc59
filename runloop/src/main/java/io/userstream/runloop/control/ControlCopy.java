package io.userstream.runloop.control;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A driver's view of the state in Kafka. Writes the copy if it is older than what the driver knows,
 * and renews it from time to time, so that an order outlives the time after which Kafka forgets it.
 * For use by one thread.
 */
final class ControlCopy {
  private final Supplier<ControlOffsets.Found> read;
  private final Consumer<ControlState> write;
  private final LongSupplier nanoTime;
  private ControlState copy = ControlState.RUNNING;
  private long renewedNanos;
  private boolean renewed;

  /**
   * @param read reads what is in Kafka
   * @param write writes the copy
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  ControlCopy(
      Supplier<ControlOffsets.Found> read, Consumer<ControlState> write, LongSupplier nanoTime) {
    this.read = read;
    this.write = write;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the newest state.
   *
   * @param known the newest state so far
   */
  ControlState look(ControlState known) {
    ControlOffsets.Found found = read.get();
    copy = found.copy();
    return known.newer(found.state());
  }

  /** Writes the copy if it is older than this state, or has not been renewed for long. */
  void renew(ControlState now) {
    if (isDue(now)) {
      write.accept(now);
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
