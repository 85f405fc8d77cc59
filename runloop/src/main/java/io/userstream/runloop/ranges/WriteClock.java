package io.userstream.runloop.ranges;

import java.util.OptionalLong;

/**
 * Gives each record of a partition the write time of whatever is made of it, in microseconds since
 * the epoch.
 *
 * <p>The write time of the record at offset {@code o} is
 *
 * <pre>{@code max over all committed records j <= o of (1000 * timestamp(j) + (o - j))}</pre>
 *
 * where a timestamp is in milliseconds. It has two properties. It grows strictly with the offset,
 * so of two records with the same key the later one wins in a store that lets the newest write time
 * win, however often and in whatever order the two are written. And it depends on the log alone, so
 * a record has the same write time in every range that reads it: after a burst of more than 1,000
 * records in a millisecond, and after a change to a leader whose clock is behind, too. Elsewhere it
 * is the append time, plus the distance from the first record of the same millisecond.
 *
 * <p>Committed records alone count, because a {@code read_committed} reader sees no others; below
 * the last stable offset, that set does not change. Compaction takes records away, and can so lower
 * the write times of later ones: see decision record 019.
 *
 * <p>Not safe for use by several threads.
 */
public final class WriteClock {
  static final long MICROS_PER_MS = 1_000;

  private long lastOffset = -1;

  /** At first below every write time, and far enough from an overflow. */
  private long lastMicros = Long.MIN_VALUE / 2;

  /** Starts a clock in front of the first record of a log. */
  public WriteClock() {}

  /**
   * Starts a clock in front of a record in the middle of a log. Looks back as far as an earlier
   * record can still move the clock: ordinarily this takes two or three questions to the index, and
   * reads nothing.
   *
   * @param offset of the record
   * @param timestampMs of the record
   * @param history what is before it
   */
  public static WriteClock before(long offset, long timestampMs, PartitionHistory history) {
    LookBack lookBack = new LookBack(history);
    long start = lookBack.start(offset, timestampMs);
    if (start == offset) {
      return new WriteClock();
    }
    OptionalLong youngestMs = lookBack.youngerBefore(offset, timestampMs);
    if (youngestMs.isPresent()) {
      long peak = history.firstAtOrAfter(youngestMs.getAsLong()).orElseThrow();
      WriteClock clock = new WriteClock();
      clock.passThrough(lookBack.start(peak, youngestMs.getAsLong()), peak + 1, history);
      if (clock.lastOffset == peak) {
        return clock; // Whatever is behind the peak is no younger, and nearer: it does not count.
      }
      // The peak is a record that no reader sees.
    }
    WriteClock clock = new WriteClock();
    clock.passThrough(start, offset, history);
    return clock;
  }

  private void passThrough(long start, long stop, PartitionHistory history) {
    history.read(
        start,
        stop,
        (offset, timestampMs) -> {
          long unused = next(offset, timestampMs);
        });
  }

  /** Returns the write time of the next record. */
  public long next(long offset, long timestampMs) {
    lastMicros = Math.max(timestampMs * MICROS_PER_MS, lastMicros + (offset - lastOffset));
    lastOffset = offset;
    return lastMicros;
  }

  /**
   * Returns the write time of a record that is read without its neighbors, by an unbounded read:
   * right while fewer than 1,000 records share a millisecond and no multiple of 1,000 lies between
   * their offsets.
   */
  public static long alone(long offset, long timestampMs) {
    return timestampMs * MICROS_PER_MS + offset % MICROS_PER_MS;
  }
}
