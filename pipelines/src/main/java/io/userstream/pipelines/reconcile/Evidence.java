package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import io.userstream.io.cassandra.UserDigest;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.Objects;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * What one record, row or dead letter says: small, because there are millions of it in one shuffle.
 * Immutable.
 */
@AutoValue
abstract class Evidence {
  /** Partition and offset of a row of the raw store whose record has no known place. */
  static final int NO_PLACE = -1;

  /** Timestamp of what has none, as in Kafka. */
  static final long NO_TIMESTAMP = -1;

  /** What the evidence comes from. */
  enum Kind {
    /** A record that keeps a user. */
    USER,
    /** A record that erases one. */
    TOMBSTONE,
    /** A record that cannot be decoded. */
    UNDECODABLE,
    /** A dead letter. */
    DEAD_LETTER,
    /** A row of the table. */
    ROW,
    /** A row of the raw store that must have left something else. */
    RAW,
    /** A row of the raw store that was erased if it has left nothing else. */
    RAW_OR_ERASED,
    /** A row of the raw store that became a dead letter. */
    RAW_DEAD,
    /** A dead letter that is a row of the raw store. */
    RAW_DEAD_LETTER;

    /** Whether it is a record that gives its key a state. */
    boolean isState() {
      return this == USER || this == TOMBSTONE;
    }

    /** Whether it is about a record, with its place and timestamp. */
    boolean isOfRecord() {
      return isState() || this == UNDECODABLE || this == DEAD_LETTER;
    }

    /** Whether it may have the place of a record. */
    boolean hasPlace() {
      return isOfRecord() || this == RAW || this == RAW_OR_ERASED;
    }
  }

  abstract Kind kind();

  /** The user; null when the key of a record or dead letter is no uuid. */
  @Nullable
  abstract UUID id();

  /**
   * Place of the record, of the record that a dead letter is about, or of the record as which a row
   * of the raw store was acknowledged ({@link #NO_PLACE} if that is not known); 0 for other rows.
   */
  abstract int partition();

  /** See {@link #partition}. */
  abstract long offset();

  /**
   * Tells a record from another one that had its place before the log was truncated; {@link
   * #NO_TIMESTAMP} where that is not known, 0 for a row.
   */
  abstract long timestampMs();

  /** Decides between records of one key in several partitions; 0 where it decides nothing. */
  abstract long writeTimeMicros();

  /** Of a user's columns, from the record or the row; else 0. */
  abstract long fingerprint();

  static Evidence user(UserDigest digest, SourceRecord record) {
    return of(
        Kind.USER,
        digest.id(),
        record.partition(),
        record.offset(),
        record.timestampMs(),
        record.writeTimeMicros(),
        digest.fingerprint());
  }

  static Evidence tombstone(UUID id, SourceRecord record) {
    return of(
        Kind.TOMBSTONE,
        id,
        record.partition(),
        record.offset(),
        record.timestampMs(),
        record.writeTimeMicros(),
        0);
  }

  static Evidence undecodable(@Nullable UUID id, SourceRecord record) {
    return of(
        Kind.UNDECODABLE, id, record.partition(), record.offset(), record.timestampMs(), 0, 0);
  }

  static Evidence deadLetter(
      @Nullable UUID id, int originPartition, long originOffset, long originTimestampMs) {
    return of(Kind.DEAD_LETTER, id, originPartition, originOffset, originTimestampMs, 0, 0);
  }

  static Evidence row(UserDigest digest) {
    return of(Kind.ROW, digest.id(), 0, 0, 0, 0, digest.fingerprint());
  }

  static Evidence raw(UUID id, boolean orErased) {
    return rawAt(id, NO_PLACE, NO_PLACE, orErased);
  }

  static Evidence rawAt(UUID id, int partition, long offset, boolean orErased) {
    return of(orErased ? Kind.RAW_OR_ERASED : Kind.RAW, id, partition, offset, 0, 0, 0);
  }

  static Evidence rawDead(UUID id) {
    return of(Kind.RAW_DEAD, id, 0, 0, 0, 0, 0);
  }

  static Evidence rawDeadLetter(UUID id) {
    return of(Kind.RAW_DEAD_LETTER, id, 0, 0, 0, 0, 0);
  }

  static Evidence of(
      Kind kind,
      @Nullable UUID id,
      int partition,
      long offset,
      long timestampMs,
      long writeTimeMicros,
      long fingerprint) {
    return new AutoValue_Evidence(
        kind, id, partition, offset, timestampMs, writeTimeMicros, fingerprint);
  }

  /**
   * The bucket in which it meets all that it is compared with: what has the same key. Without a
   * uuid there is only a record and its dead letter, and their place will do.
   */
  int bucket(int buckets) {
    int hash = id() != null ? id().hashCode() : Objects.hash(partition(), offset());
    return Math.floorMod(hash, buckets);
  }
}
