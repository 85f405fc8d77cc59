package io.userstream.runloop.ranges;

import java.util.OptionalLong;

/**
 * Finds the largest timestamp of the records before a given one. It doubles its steps as long as
 * there is an earlier record that is younger, and then halves them.
 */
final class YoungestBefore implements IndexSearch {
  private final long offset;
  private final long timestampMs;
  private long reached;
  private long reachedOffset;

  /** The smallest timestamp that is known to be too large; -1 until one is. */
  private long missed = -1;

  private long step = 1;

  /** Whether the index has named a record for {@link #missed}, so that it is surely too large. */
  private boolean isSure;

  YoungestBefore(long offset, long timestampMs) {
    this.offset = offset;
    this.timestampMs = timestampMs;
    this.reached = timestampMs;
  }

  @Override
  public long question() {
    return missed < 0 ? reached + step : reached + (missed - reached) / 2;
  }

  @Override
  public boolean answer(long found) {
    long asked = question();
    if (found < offset) {
      reached = asked;
      reachedOffset = found;
      step *= 2;
    } else {
      isSure = found != NONE;
      missed = asked;
    }
    return missed >= 0 && missed - reached == 1;
  }

  /**
   * Returns the timestamp. Empty unless it is larger than that of the given record, which means
   * that the clock of an earlier leader was ahead. Also empty if the index named no record for the
   * next timestamp, because that can be wrong (see {@link IndexBound}).
   */
  OptionalLong timestampMs() {
    return reached > timestampMs && isSure ? OptionalLong.of(reached) : OptionalLong.empty();
  }

  /** Returns the offset of the first record with that timestamp. */
  long offset() {
    return reachedOffset;
  }
}
