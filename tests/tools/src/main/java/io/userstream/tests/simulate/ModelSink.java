package io.userstream.tests.simulate;

import io.userstream.io.deadletters.RecordOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.common.Uuid;

/**
 * The table and the dead-letter topic. A row has two cells with a write time each. As in Cassandra,
 * the newest write wins per cell, the greater value wins a tie, and a deletion wins over values of
 * the same age. The second cell holds the negated state, so that a tie visibly mixes two states.
 */
final class ModelSink {
  private final Map<Integer, Row> rows = new HashMap<>();

  /** The origins of the dead letters, by the origin's place. */
  private final Map<RecordOrigin, List<RecordOrigin>> deadLetters = new HashMap<>();

  /** The time until which writes fail. */
  long awayUntilNanos;

  boolean isAway(long nowNanos) {
    return nowNanos < awayUntilNanos;
  }

  void write(Entry entry, long writeTime) {
    Row row = rows.computeIfAbsent(entry.key, key -> new Row());
    if (entry.kind == Entry.Kind.TOMBSTONE) {
      row.deletedAt = Math.max(row.deletedAt, writeTime);
    } else {
      row.first.write(entry.number, writeTime);
      row.second.write(-entry.number, writeTime);
    }
    entry.writeTime = Math.max(entry.writeTime, writeTime);
    entry.handled = true;
  }

  /** Answers like {@code DeadLetterWriter.unwritten}, for one record. */
  boolean hasDeadLetter(Entry entry, Uuid topicId) {
    RecordOrigin origin = origin(entry, topicId);
    return deadLetters.getOrDefault(origin.place(), List.of()).stream()
        .anyMatch(written -> written.isSame(origin));
  }

  /**
   * Writes a dead letter.
   *
   * @param topicId id of the topic that the run was planned for
   */
  void writeDeadLetter(Entry entry, Uuid topicId) {
    RecordOrigin origin = origin(entry, topicId);
    deadLetters.computeIfAbsent(origin.place(), place -> new ArrayList<>()).add(origin);
    // With another topic's id, it is not a dead letter of this record.
    entry.handled |= entry.log.topicId.equals(topicId);
  }

  private static RecordOrigin origin(Entry entry, Uuid topicId) {
    return new RecordOrigin(
        ModelTopic.NAME, topicId.toString(), entry.log.partition, entry.offset, entry.timestampMs);
  }

  /**
   * Returns the number of the state that a row shows, 0 for no row, or null for a mixture of
   * states.
   */
  @Nullable
  Integer state(int key) {
    Row row = rows.get(key);
    if (row == null) {
      return 0;
    }
    long first = row.first.seen(row.deletedAt);
    return first == -row.second.seen(row.deletedAt) ? Integer.valueOf((int) first) : null;
  }

  private static final class Row {
    final Cell first = new Cell();
    final Cell second = new Cell();
    long deletedAt = Long.MIN_VALUE;
  }

  private static final class Cell {
    long value;
    long writeTime = Long.MIN_VALUE;

    void write(long newValue, long newWriteTime) {
      if (newWriteTime > writeTime || (newWriteTime == writeTime && newValue > value)) {
        value = newValue;
        writeTime = newWriteTime;
      }
    }

    long seen(long deletedAt) {
      return writeTime > deletedAt ? value : 0;
    }
  }
}
