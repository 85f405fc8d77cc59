package io.userstream.runloop.ranges;

/**
 * Computes the write time of each record of a partition, in microseconds since the epoch.
 *
 * <p>The write time of the record at offset {@code o} is
 *
 * <pre>{@code max over all committed records j <= o of (1000 * timestamp(j) + (o - j))}</pre>
 *
 * where a timestamp is in milliseconds. It has two properties. It grows strictly with the offset.
 * So of two records with the same key, the later one wins in a store where the newest write time
 * wins, whatever the order and number of writes. And it depends only on the log, so a record has
 * the same write time in every range that reads it, even after a burst of more than 1,000 records
 * in a millisecond, or a change to a leader whose clock is behind. Otherwise it is the append time
 * plus the distance from the first record of the same millisecond.
 *
 * <p>Only committed records count, because a {@code read_committed} reader sees no others, and
 * below the last stable offset their set does not change. Compaction removes records and can
 * thereby lower the write times of later ones: see decision record 019.
 *
 * <p>Not thread-safe.
 */
public final class WriteClock {
  static final long MICROS_PER_MS = 1_000;

  private long lastOffset = -1;

  /** Initially below every write time, but without a risk of overflow. */
  private long lastMicros = Long.MIN_VALUE / 2;

  /** Starts a clock before the first record of a log. */
  public WriteClock() {}

  /**
   * Starts a clock before a record in the middle of a log. Looks back as far as an earlier record
   * can still affect it, which usually takes two or three queries of the index and reads nothing.
   *
   * @param offset of the record
   * @param timestampMs of the record
   * @param history the log before the record
   */
  public static WriteClock before(long offset, long timestampMs, PartitionHistory history) {
    WriteClockStart start = new WriteClockStart(offset, timestampMs);
    start.ask(history);
    return start.clock(history::read);
  }

  /** Returns the write time of the next record. */
  public long next(long offset, long timestampMs) {
    pass(offset, timestampMs);
    return lastMicros;
  }

  /** Passes the next record, whose write time is not needed. */
  void pass(long offset, long timestampMs) {
    lastMicros = Math.max(timestampMs * MICROS_PER_MS, lastMicros + (offset - lastOffset));
    lastOffset = offset;
  }

  /** Returns the offset of the record that was passed last; -1 if none was. */
  long lastOffset() {
    return lastOffset;
  }

  /**
   * Returns the write time of a record that an unbounded read delivers without its neighbors.
   * Correct while fewer than 1,000 records share a millisecond and no multiple of 1,000 lies
   * between their offsets.
   */
  public static long alone(long offset, long timestampMs) {
    return timestampMs * MICROS_PER_MS + offset % MICROS_PER_MS;
  }
}
