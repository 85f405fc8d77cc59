package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.UserDigest;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.Objects;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * The contribution of one record, row or dead letter to the comparison. Small, because one shuffle
 * holds millions. Immutable.
 *
 * @param id the user; null if the key is not a uuid
 * @param partition of the record, of a dead letter's origin, or of the record that Kafka
 *     acknowledged for a raw row ({@link #NO_PLACE} if unknown); 0 for other rows
 * @param offset as the partition
 * @param timestampMs distinguishes records that had the same position before and after a
 *     truncation; {@link #NO_TIMESTAMP} if unknown, 0 for a row
 * @param writeTimeMicros decides between partitions; 0 if not needed
 * @param fingerprint of a user's columns; 0 without a user
 */
record Evidence(
    Kind kind,
    @Nullable UUID id,
    int partition,
    long offset,
    long timestampMs,
    long writeTimeMicros,
    long fingerprint) {
  /** Partition and offset of a raw row whose record has no known position. */
  static final int NO_PLACE = -1;

  /** The absent timestamp, as in Kafka. */
  static final long NO_TIMESTAMP = -1;

  /** The source of the evidence. */
  enum Kind {
    /** A record that stores a user. */
    USER,
    /** A record that erases a user. */
    TOMBSTONE,
    /** A record that cannot be decoded. */
    UNDECODABLE,
    /** A dead letter. */
    DEAD_LETTER,
    /** A dead letter that a mark calls redriven. */
    REDRIVEN,
    /** A row of the table. */
    ROW,
    /** A raw row that must have left a trace. */
    RAW,
    /** A raw row whose user was erased if it left no trace. */
    RAW_OR_ERASED,
    /** A raw row that became a dead letter. */
    RAW_DEAD,
    /** A dead letter of a raw row. */
    RAW_DEAD_LETTER;

    /** Returns whether this is a record that decides the state of its key. */
    boolean isState() {
      return this == USER || this == TOMBSTONE;
    }

    /** Returns whether this concerns a record, and has its position and timestamp. */
    boolean isOfRecord() {
      return isState() || this == UNDECODABLE || this == DEAD_LETTER || this == REDRIVEN;
    }

    /** Returns whether this may have the position of a record. */
    boolean hasPlace() {
      return isOfRecord() || this == RAW || this == RAW_OR_ERASED;
    }
  }

  static Evidence user(UserDigest digest, SourceRecord record) {
    return new Evidence(
        Kind.USER,
        digest.id(),
        record.partition(),
        record.offset(),
        record.timestampMs(),
        record.writeTimeMicros(),
        digest.fingerprint());
  }

  static Evidence tombstone(UUID id, SourceRecord record) {
    return new Evidence(
        Kind.TOMBSTONE,
        id,
        record.partition(),
        record.offset(),
        record.timestampMs(),
        record.writeTimeMicros(),
        0);
  }

  static Evidence undecodable(@Nullable UUID id, SourceRecord record) {
    return new Evidence(
        Kind.UNDECODABLE, id, record.partition(), record.offset(), record.timestampMs(), 0, 0);
  }

  static Evidence deadLetter(
      @Nullable UUID id, int originPartition, long originOffset, long originTimestampMs) {
    return new Evidence(
        Kind.DEAD_LETTER, id, originPartition, originOffset, originTimestampMs, 0, 0);
  }

  static Evidence redriven(
      @Nullable UUID id, int originPartition, long originOffset, long originTimestampMs) {
    return new Evidence(Kind.REDRIVEN, id, originPartition, originOffset, originTimestampMs, 0, 0);
  }

  static Evidence row(UserDigest digest) {
    return new Evidence(Kind.ROW, digest.id(), 0, 0, 0, 0, digest.fingerprint());
  }

  static Evidence raw(UUID id, boolean orErased) {
    return rawAt(id, NO_PLACE, NO_PLACE, orErased);
  }

  static Evidence rawAt(UUID id, int partition, long offset, boolean orErased) {
    return new Evidence(orErased ? Kind.RAW_OR_ERASED : Kind.RAW, id, partition, offset, 0, 0, 0);
  }

  static Evidence rawDead(UUID id) {
    return new Evidence(Kind.RAW_DEAD, id, 0, 0, 0, 0, 0);
  }

  static Evidence rawDeadLetter(UUID id) {
    return new Evidence(Kind.RAW_DEAD_LETTER, id, 0, 0, 0, 0, 0);
  }

  /**
   * Returns the bucket. Evidence with the same key shares a bucket. Without a uuid, only a record
   * and its dead letter are compared, so their position suffices.
   */
  int bucket(int buckets) {
    int hash = id != null ? id.hashCode() : Objects.hash(partition, offset);
    return Math.floorMod(hash, buckets);
  }
}
