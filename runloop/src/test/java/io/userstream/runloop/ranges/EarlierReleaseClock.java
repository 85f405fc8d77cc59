package io.userstream.runloop.ranges;

/** The write times of releases before 1.1. */
final class EarlierReleaseClock {
  private long lastOffset;
  private long lastMicros;

  /**
   * Starts the clock of a range.
   *
   * @param firstOffsetOfMs what the time index answered for the timestamp of its first record
   * @param timestampMs of the first record
   */
  EarlierReleaseClock(long firstOffsetOfMs, long timestampMs) {
    lastOffset = firstOffsetOfMs;
    lastMicros = timestampMs * 1_000;
  }

  long next(long offset, long timestampMs) {
    lastMicros = Math.max(timestampMs * 1_000, lastMicros + (offset - lastOffset));
    lastOffset = offset;
    return lastMicros;
  }
}
