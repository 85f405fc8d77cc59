package io.userstream.runloop.ranges;

import java.util.OptionalLong;

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
 * <p>Answers of the index serve only as bounds, because it also counts records that no reader sees.
 */
final class LookBack {
  private final PartitionHistory history;

  LookBack(PartitionHistory history) {
    this.history = history;
  }

  /**
   * Returns an offset below which no record affects the write time of the given one: its own offset
   * if no earlier record can.
   */
  long start(long offset, long timestampMs) {
    long maxAgeMs = offset / WriteClock.MICROS_PER_MS;
    while (true) {
      long first = firstAtOrAfter(Math.max(0, timestampMs - maxAgeMs));
      if (first >= offset) {
        return offset;
      }
      long tighter = (offset - first - 1) / WriteClock.MICROS_PER_MS;
      if (tighter >= maxAgeMs) {
        return first;
      }
      maxAgeMs = tighter;
    }
  }

  /**
   * Returns the largest timestamp of the records before the given one. Empty unless it is larger
   * than that one's own, which means that the clock of an earlier leader was ahead.
   */
  OptionalLong youngerBefore(long offset, long timestampMs) {
    long reached = timestampMs;
    long step = 1;
    while (firstAtOrAfter(reached + step) < offset) {
      reached += step;
      step *= 2;
    }
    if (reached == timestampMs) {
      return OptionalLong.empty();
    }
    long missed = reached + step;
    while (missed - reached > 1) {
      long middle = reached + (missed - reached) / 2;
      if (firstAtOrAfter(middle) < offset) {
        reached = middle;
      } else {
        missed = middle;
      }
    }
    return OptionalLong.of(reached);
  }

  private long firstAtOrAfter(long timestampMs) {
    return history.firstAtOrAfter(timestampMs).orElse(Long.MAX_VALUE);
  }
}
