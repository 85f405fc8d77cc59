package io.userstream.runloop.ranges;

/**
 * Finds the earliest record that can still affect the write time of a given one (see {@link
 * WriteClock}), with a few queries of the partition's time index.
 *
 * <p>Take a record at offset {@code o} with timestamp {@code T}. An earlier one at {@code j}, whose
 * timestamp is {@code age} milliseconds below {@code T}, affects it only if {@code o - j > 1000 *
 * age}. No record is more than {@code o} offsets away, so no record older than {@code o / 1000} ms
 * does. The index says where the younger ones begin, which is a tighter bound of the distance and
 * so of the age. This repeats until the bound no longer shrinks. At 1,000 records a second it
 * shrinks by a factor of 1,000 each time.
 *
 * <p>Answers of the index serve only as bounds, because it also counts records that no reader sees,
 * and can miss some (see {@link IndexBound}).
 */
final class LookBack implements IndexSearch {
  private final long offset;
  private final long timestampMs;
  private long maxAgeMs;
  private IndexBound bound;
  private long start;

  /** Starts to look back from a record. */
  LookBack(long offset, long timestampMs) {
    this.offset = offset;
    this.timestampMs = timestampMs;
    this.maxAgeMs = offset / WriteClock.MICROS_PER_MS;
    this.bound = youngerThan(maxAgeMs);
  }

  private IndexBound youngerThan(long ageMs) {
    return new IndexBound(Math.max(0, timestampMs - ageMs));
  }

  @Override
  public long question() {
    return bound.question();
  }

  @Override
  public boolean answer(long found) {
    if (!bound.answer(found)) {
      return false;
    }
    // An inexact bound can be below an earlier one.
    start = Math.max(start, Math.min(bound.offset(), offset));
    long tighter = (offset - start - 1) / WriteClock.MICROS_PER_MS;
    if (start == offset || tighter >= maxAgeMs) {
      return true;
    }
    maxAgeMs = tighter;
    bound = youngerThan(maxAgeMs);
    return false;
  }

  /**
   * Returns an offset below which no record affects the write time of the given one: its own offset
   * if no earlier record can.
   */
  long start() {
    return start;
  }
}
