package io.userstream.io.kafka;

/**
 * Gives each record of one partition, in the order of its offsets, the write time of whatever is
 * made of it: strictly growing, so that of two records with the same key the later one always wins
 * in a store that lets the newest write time win, however often and in whatever order the two are
 * written.
 *
 * <p>The write time is the record's append time in microseconds. Kafka's clock ticks in
 * milliseconds and gives all records of a batch the same time, so inside a millisecond the distance
 * in offsets is added. It is counted from the first record of that millisecond, wherever a range
 * happens to begin: a record has the same write time in every range that reads it. Counting on
 * beyond 1,000 records in a millisecond borrows from the next one and keeps the order inside the
 * range. A clock that steps back (a new leader whose clock is behind) keeps the order inside the
 * range, too.
 *
 * <p>Not safe for use by several threads.
 */
final class WriteClock {
  private static final long MICROS_PER_MS = 1000;

  private long lastOffset;
  private long lastMicros;

  /**
   * Starts a clock in front of a range.
   *
   * @param firstOffsetOfMs offset of the first record in the partition that carries {@code
   *     timestampMs}
   * @param timestampMs timestamp of the range's first record
   */
  WriteClock(long firstOffsetOfMs, long timestampMs) {
    lastOffset = firstOffsetOfMs;
    lastMicros = timestampMs * MICROS_PER_MS;
  }

  /** Returns the write time, in microseconds since the epoch, of the next record. */
  long next(long offset, long timestampMs) {
    lastMicros = Math.max(timestampMs * MICROS_PER_MS, lastMicros + (offset - lastOffset));
    lastOffset = offset;
    return lastMicros;
  }

  /**
   * The write time where a record is read without its neighbours, by an unbounded read: right while
   * fewer than 1,000 records share a millisecond and no multiple of 1,000 lies between their
   * offsets.
   */
  static long alone(long offset, long timestampMs) {
    return timestampMs * MICROS_PER_MS + offset % MICROS_PER_MS;
  }
}
