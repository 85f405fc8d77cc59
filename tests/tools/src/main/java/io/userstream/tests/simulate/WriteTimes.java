package io.userstream.tests.simulate;

import io.userstream.runloop.ranges.PartitionHistory;
import io.userstream.runloop.ranges.WriteClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads ranges of a model log with the write times that the real clock assigns to the records. */
final class WriteTimes {
  private WriteTimes() {}

  /** A record with the write time that its range assigns to it. */
  record Read(Entry entry, long writeTime) {
    @Override
    public String toString() {
      return entry + " with write time " + writeTime;
    }
  }

  /**
   * Reads the committed records with offsets from {@code start} (inclusive) to {@code stop}
   * (exclusive).
   */
  static List<Read> read(ModelLog log, long start, long stop) {
    List<Read> reads = new ArrayList<>();
    List<Entry> entries = log.entries();
    WriteClock clock = null;
    for (int index = log.indexOf(start); index < entries.size(); index++) {
      Entry entry = entries.get(index);
      if (entry.offset >= stop) {
        break;
      }
      if (entry.isReadable()) {
        if (clock == null) {
          clock = WriteClock.before(entry.offset, entry.timestampMs, new History(log));
        }
        reads.add(new Read(entry, clock.next(entry.offset, entry.timestampMs)));
      }
    }
    return reads;
  }

  /** A model log as the clock reads it backwards. */
  private record History(ModelLog log) implements PartitionHistory {
    @Override
    public OptionalLong firstAtOrAfter(long timestampMs) {
      for (Entry entry : log.entries()) {
        if (entry.timestampMs >= timestampMs) {
          return OptionalLong.of(entry.offset);
        }
      }
      return OptionalLong.empty();
    }

    @Override
    public long start() {
      List<Entry> entries = log.entries();
      return entries.isEmpty() ? 0 : entries.get(0).offset;
    }

    @Override
    public void read(long start, long stop, Visitor visitor) {
      List<Entry> entries = log.entries();
      for (int index = log.indexOf(start); index < entries.size(); index++) {
        Entry entry = entries.get(index);
        if (entry.offset >= stop) {
          return;
        }
        if (entry.isReadable()) {
          visitor.visit(entry.offset, entry.timestampMs);
        }
      }
    }
  }
}
