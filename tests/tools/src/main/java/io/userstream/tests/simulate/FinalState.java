package io.userstream.tests.simulate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Checks the logs against the sink once all faults have ended. */
final class FinalState {
  private final World world;

  FinalState(World world) {
    this.world = world;
  }

  /** All faults ended long ago, and not everything is committed. */
  void notDrained() {
    StringBuilder ends = new StringBuilder();
    for (ModelLog log : world.topic.logs()) {
      OffsetAndMetadata committed = world.group.committed(log.partition);
      ends.append(
          " "
              + log.partition
              + ": "
              + (committed == null ? "none" : committed.offset())
              + " of "
              + log.end());
    }
    throw new Faults.Violation("the faults are over, but the topic is not drained:" + ends);
  }

  /** Every record must be stored, and each row must show the last state of its key. */
  void check() {
    for (ModelLog log : world.topic.logs()) {
      requireHandled(log, log.begin(), log.end(), "at the end,");
      Map<Integer, Entry> last = new HashMap<>();
      for (Entry entry : log.entries()) {
        if (entry.isReadable() && entry.kind != Entry.Kind.POISON) {
          last.put(entry.key, entry);
        }
      }
      last.values().forEach(this::requireRow);
    }
  }

  private void requireRow(Entry last) {
    Integer shown = world.sink.state(last.key);
    int expected = last.kind == Entry.Kind.TOMBSTONE ? 0 : last.number;
    if (!Objects.equals(shown, expected) && !last.log.isSkippedByPerson(last.offset)) {
      // The write time depends only on the log: see decision record 019.
      boolean isOfAGoneRecord =
          world.entries().stream()
              .anyMatch(
                  entry ->
                      entry.gone && entry.key == last.key && entry.writeTime >= last.writeTime);
      Judge.require(
          isOfAGoneRecord,
          "the row of key %s shows %s, not the last record's: %s",
          last.key,
          shown == null ? "a mixture of states" : "state " + shown,
          last + " with write time " + last.writeTime);
    }
  }

  /**
   * The sink must have received every readable record with offsets from one to another, exclusive.
   */
  static void requireHandled(ModelLog log, long from, long to, String who) {
    List<Entry> entries = log.entries();
    for (int index = log.indexOf(from); index < entries.size(); index++) {
      Entry entry = entries.get(index);
      if (entry.offset >= to) {
        return;
      }
      Judge.require(
          entry.handled || !entry.mayBeRead() || log.isSkippedByPerson(entry.offset),
          "%s partition %s up to %s, but the sink has neither row nor dead letter of %s",
          who,
          log.partition,
          to,
          entry);
    }
  }
}
