package io.userstream.runloop.ranges;

import javax.annotation.Nullable;

/**
 * Starts a {@link WriteClock} before a record in the middle of a log. First it asks the index which
 * earlier records can still affect that one, usually two or three questions, and then reads these,
 * usually none. Not thread-safe.
 */
final class WriteClockStart implements IndexSearch {
  private final long offset;
  private final long timestampMs;

  private final LookBack lookBack;
  @Nullable private YoungestBefore youngest;
  @Nullable private LookBack lookBackFromPeak;

  /** What is asked now; null if nothing is left to ask. */
  @Nullable private IndexSearch search;

  WriteClockStart(long offset, long timestampMs) {
    this.offset = offset;
    this.timestampMs = timestampMs;
    this.lookBack = new LookBack(offset, timestampMs);
    this.search = lookBack;
  }

  /** Reads the committed records of a part of the log in the order of their offsets. */
  @FunctionalInterface
  interface EarlierRecords {
    void read(long start, long stop, PartitionHistory.Visitor visitor);
  }

  @Override
  public long question() {
    return search.question();
  }

  @Override
  public boolean answer(long found) {
    if (search.answer(found)) {
      search = next();
    }
    return search == null;
  }

  @Nullable
  private IndexSearch next() {
    if (search == lookBack && lookBack.start() < offset) {
      return youngest = new YoungestBefore(offset, timestampMs);
    }
    if (search == youngest && youngest.timestampMs().isPresent()) {
      return lookBackFromPeak = new LookBack(youngest.offset(), youngest.timestampMs().getAsLong());
    }
    return null;
  }

  /** Returns the clock, when nothing is left to ask. */
  WriteClock clock(EarlierRecords log) {
    long start = lookBack.start();
    if (start == offset) {
      return new WriteClock();
    }
    if (lookBackFromPeak != null) {
      long peak = youngest.offset();
      WriteClock clock = new WriteClock();
      log.read(lookBackFromPeak.start(), peak + 1, clock::pass);
      if (clock.lastOffset() == peak) {
        return clock; // Records after the peak are no younger, and nearer, so they do not count.
      }
      // The peak is a record that no reader sees.
    }
    WriteClock clock = new WriteClock();
    log.read(start, offset, clock::pass);
    return clock;
  }
}
