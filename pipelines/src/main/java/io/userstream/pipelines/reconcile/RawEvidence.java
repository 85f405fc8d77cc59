package io.userstream.pipelines.reconcile;

import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.postgres.PublishedRow;
import java.io.Serializable;
import java.util.Optional;

/**
 * Decides what a published raw row requires.
 *
 * <p>The evidence has the position of the record that Kafka acknowledged, if the log must still
 * have that record or a later one of the user. Records before the start of the log have expired. A
 * position at or beyond the end counts as well: the row was marked before the end was queried, so
 * the log did reach that far.
 *
 * <p>A row whose user left no trace is lost, unless compaction explains it: a compacted log removes
 * all records of a user only after a tombstone, and keeps the tombstone for at least {@code
 * delete.retention.ms}. So the user was erased if the acknowledged record was in this log (by its
 * topic id), the log still spans its offset, and it was published before that time. If the row's
 * topic is unknown, the log must have started before the row was published.
 *
 * @param offsets what is compared
 * @param asOfMs the database's clock before the offsets were fixed; rows marked in this millisecond
 *     or later are not compared
 * @param tombstonesFromMs the log still has all tombstones written since then
 */
record RawEvidence(FixedOffsets offsets, long asOfMs, long tombstonesFromMs)
    implements Serializable {

  /** Returns the evidence; empty if the row cannot be compared yet. */
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
      return Optional.empty(); // Behind an open transaction: counted as in flight.
    }
    boolean mayBeErased = mayBeErased(row) && offset < log.end();
    return Optional.of(Evidence.rawAt(row.uuid(), partition, offset, mayBeErased));
  }

  private boolean mayBeErased(PublishedRow row) {
    return row.publishedAtMs() < tombstonesFromMs;
  }
}
