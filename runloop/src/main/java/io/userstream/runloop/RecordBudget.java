package io.userstream.runloop;

import java.time.Duration;

/**
 * Limits the number of records of the runs that start, by their offsets. It is a bucket that begins
 * empty, fills at the rate, and holds what the rate allows in {@link #BURST}, but at least one
 * record. In any time T, no more records start than the rate allows in T + {@code BURST}, retries
 * included. Because it begins empty, this also holds across restarts and across partitions that
 * move to another driver. For use by the loop's thread only.
 */
final class RecordBudget {
  /** Long enough for a run to have its share of records, short enough for an even rate. */
  static final Duration BURST = Duration.ofSeconds(1);

  private final LoopTime time;
  private double perSecond = Double.POSITIVE_INFINITY;
  private double credit;
  private long lastNanos;

  RecordBudget(LoopTime time) {
    this.time = time;
  }

  /**
   * Sets the rate from now on.
   *
   * @param recordsPerSecond infinite if there is no limit
   */
  void limit(double recordsPerSecond) {
    if (recordsPerSecond == perSecond) {
      return;
    }
    refill();
    boolean wasUnlimited = isUnlimited();
    perSecond = recordsPerSecond;
    credit = wasUnlimited ? 0 : Math.min(credit, capacity());
  }

  private boolean isUnlimited() {
    return perSecond == Double.POSITIVE_INFINITY;
  }

  private double capacity() {
    return Math.max(1, perSecond * BURST.toSeconds());
  }

  private void refill() {
    long now = time.nanoTime();
    if (!isUnlimited()) {
      credit = Math.min(capacity(), credit + (now - lastNanos) / 1e9 * perSecond);
    }
    lastNanos = now;
  }

  /** Returns how many records may start now. */
  long available() {
    refill();
    return isUnlimited() ? Long.MAX_VALUE : Math.max(0, (long) credit);
  }

  /** Returns true if waiting would not increase the number of records that may start. */
  boolean isFull() {
    return !isUnlimited() && available() >= most();
  }

  /** Returns the maximum number of records that may ever start at once. */
  long most() {
    return isUnlimited() ? Long.MAX_VALUE : (long) capacity();
  }

  /**
   * Returns true if a run may start now. One with more records than may ever start at once was
   * planned before the rate was lowered: it starts when the bucket is full, and later runs wait the
   * longer.
   */
  boolean allows(long records) {
    return available() >= Math.min(records, most());
  }

  /** Notes that a run starts. */
  void take(long records) {
    refill();
    if (!isUnlimited()) {
      credit -= records;
    }
  }

  /** Notes that a run did not start after all. */
  void giveBack(long records) {
    refill();
    if (!isUnlimited()) {
      credit = Math.min(capacity(), credit + records);
    }
  }
}
