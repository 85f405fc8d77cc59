package io.userstream.runloop.ranges;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The log of a partition in memory, with the defined write times of its records. It searches by
 * time as Kafka does, and counts the cost of looking back.
 */
final class ModelLog implements PartitionHistory {
  private enum Kind {
    VISIBLE,
    INVISIBLE,
    COMPACTED
  }

  private record Entry(long offset, long timestampMs, Kind kind) {
    boolean visible() {
      return kind == Kind.VISIBLE;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final NavigableSet<Long> segments = new TreeSet<>(Set.of(0L));
  private long end;
  private int questions;
  private long recordsRead;

  ModelLog append(long timestampMs) {
    entries.add(new Entry(end++, timestampMs, Kind.VISIBLE));
    return this;
  }

  ModelLog append(int count, long timestampMs) {
    for (int i = 0; i < count; i++) {
      append(timestampMs);
    }
    return this;
  }

  /** Appends a record of an aborted transaction or a marker, which readers never see. */
  ModelLog appendInvisible(long timestampMs) {
    entries.add(new Entry(end++, timestampMs, Kind.INVISIBLE));
    return this;
  }

  /** Appends an offset whose record was compacted away, and left no trace. */
  ModelLog appendGap() {
    end++;
    return this;
  }

  /** Appends an offset whose record was compacted away. Its segment still has its time. */
  ModelLog appendCompacted(long timestampMs) {
    entries.add(new Entry(end++, timestampMs, Kind.COMPACTED));
    return this;
  }

  /** Starts a segment. */
  ModelLog roll() {
    segments.add(end);
    return this;
  }

  /** Returns the same log with gaps for the records that readers never see. */
  ModelLog withoutInvisible() {
    ModelLog log = new ModelLog();
    entries.stream().filter(Entry::visible).forEach(log.entries::add);
    log.segments.addAll(segments);
    log.end = end;
    return log;
  }

  long end() {
    return end;
  }

  /** Returns the offsets that readers see. */
  long[] offsets() {
    return entries.stream().filter(Entry::visible).mapToLong(Entry::offset).toArray();
  }

  /** Returns the timestamps at {@link #offsets}. */
  long[] timestamps() {
    return entries.stream().filter(Entry::visible).mapToLong(Entry::timestampMs).toArray();
  }

  /** Returns the write times at {@link #offsets}, computed by definition. */
  long[] writeTimes() {
    long[] offsets = offsets();
    long[] timestamps = timestamps();
    long[] writeTimes = new long[offsets.length];
    long largest = Long.MIN_VALUE; // of 1000 * timestamp(j) - j
    for (int o = 0; o < offsets.length; o++) {
      largest = Math.max(largest, 1_000 * timestamps[o] - offsets[o]);
      writeTimes[o] = largest + offsets[o];
    }
    return writeTimes;
  }

  /** Returns the clock of a range that starts at a record of this log. */
  WriteClock clockAt(long offset) {
    long timestampMs =
        entries.stream().filter(e -> e.offset() == offset).findFirst().orElseThrow().timestampMs();
    return clockAt(offset, timestampMs);
  }

  /** Returns the clock of a range that starts at a record of this log, or at the next one. */
  WriteClock clockAt(long offset, long timestampMs) {
    if (offset < end) {
      return WriteClock.before(offset, timestampMs, this);
    }
    entries.add(new Entry(offset, timestampMs, Kind.VISIBLE));
    try {
      return WriteClock.before(offset, timestampMs, this);
    } finally {
      entries.remove(entries.size() - 1);
    }
  }

  @Override
  public OptionalLong firstAtOrAfter(long timestampMs) {
    questions++;
    OptionalLong first =
        entries.stream()
            .filter(entry -> entry.timestampMs() >= timestampMs)
            .mapToLong(Entry::offset)
            .findFirst();
    if (first.isEmpty()) {
      return first;
    }
    // Kafka does not look into later segments than the first one with a large enough timestamp.
    Long next = segments.higher(first.getAsLong());
    return entries.stream()
        .filter(entry -> entry.kind() != Kind.COMPACTED && entry.timestampMs() >= timestampMs)
        .mapToLong(Entry::offset)
        .filter(offset -> next == null || offset < next)
        .findFirst();
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public void read(long start, long stop, Visitor visitor) {
    for (Entry entry : entries) {
      if (entry.visible() && entry.offset() >= start && entry.offset() < stop) {
        recordsRead++;
        visitor.visit(entry.offset(), entry.timestampMs());
      }
    }
  }

  int questions() {
    return questions;
  }

  long recordsRead() {
    return recordsRead;
  }

  /** Creates a log with bursts, pauses, gaps, transactions and clock steps. */
  static ModelLog random(Random random, int steps) {
    ModelLog log = new ModelLog();
    long nowMs = 1 + random.nextInt(3) * 1_000_000L;
    for (int gap = random.nextInt(3) * random.nextInt(5_000); gap > 0; gap--) {
      log.appendGap();
    }
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(12)) {
        case 0 -> nowMs += random.nextInt(5_000);
        case 1 -> nowMs = Math.max(0, nowMs - random.nextInt(50));
        case 2 -> log.append(1 + random.nextInt(3_000), nowMs);
        case 3 -> {
          for (int count = random.nextInt(1_500); count > 0; count--) {
            log.appendGap();
          }
        }
        case 4 -> {
          for (int count = 1 + random.nextInt(1_500); count > 0; count--) {
            log.appendInvisible(nowMs);
          }
        }
        case 5 -> {
          for (int count = random.nextInt(1_500); count > 0; count--) {
            log.appendCompacted(nowMs);
          }
          log.roll();
        }
        case 6 -> log.roll();
        default -> {
          log.append(1 + random.nextInt(20), nowMs);
          nowMs += random.nextInt(3);
        }
      }
    }
    return log;
  }
}
