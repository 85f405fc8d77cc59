package io.userstream.pipelines.reconcile;

import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.postgres.PublishedRow;
import java.io.Serializable;
import java.util.Optional;

/**
 * Decides what a row of the raw store that is marked as published asks of the flow.
 *
 * <p>The evidence has the place of the record that Kafka acknowledged, if the log must still have
 * that record or a later one of the user. Before the start of the log, records have expired. A
 * place at or above the end of the log is evidence: the row was marked before the end was asked
 * for, so the log did reach as far.
 *
 * <p>A row whose user has left no trace is a loss, except where compaction explains it: a log that
 * is compacted drops every record of a user only behind a tombstone, and keeps the tombstone for
 * {@code delete.retention.ms} at least. So the user was erased when the record that Kafka
 * acknowledged was in this very log (by its topic id), its offset is one that the log still spans,
 * and it was published before that time. For a row whose topic was not noted the log must have
 * begun before the row was published.
 *
 * @param offsets what is compared
 * @param asOfMs the database's clock before the offsets were fixed: what was marked later, or in
 *     the same millisecond, is not compared
 * @param tombstonesFromMs tombstones that were written since are still in the log
 */
record RawEvidence(FixedOffsets offsets, long asOfMs, long tombstonesFromMs)
    implements Serializable {

  /** Returns the evidence; empty when the row cannot be compared yet. */
  Optional<Evidence> of(PublishedRow row) {
    if (row.publishedAtMs() >= asOfMs) {
      return Optional.empty();
    }
    if (row.topicId() == null) {
      return Optional.of(
          Evidence.raw(row.uuid(), mayBeErased(row) && row.publishedAtMs() >= offsets.oldestMs()));
    }
    if (!row.topicId().equals(offsets.topicId())) {
      return Optional.of(Evidence.raw(row.uuid(), false));
    }
    if (row.partition() == null || row.offset() == null) {
      return Optional.of(Evidence.rawDead(row.uuid()));
    }
    return ofPlace(row, row.partition(), row.offset());
  }

  private Optional<Evidence> ofPlace(PublishedRow row, int partition, long offset) {
    PartitionLog log = offsets.users().get(partition);
    if (log == null || offset < log.start()) {
      return Optional.of(Evidence.raw(row.uuid(), false));
    }
    if (offset >= log.stable() && offset < log.end()) {
      return Optional.empty(); // Behind an open transaction: in flight, and counted there.
    }
    boolean mayBeErased = mayBeErased(row) && offset < log.end();
    return Optional.of(Evidence.rawAt(row.uuid(), partition, offset, mayBeErased));
  }

  private boolean mayBeErased(PublishedRow row) {
    return row.publishedAtMs() < tombstonesFromMs;
  }
}
