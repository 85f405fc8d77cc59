package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import io.userstream.io.cassandra.UserDigest;
import io.userstream.io.kafka.SourceRecord;
import java.util.Objects;
import java.util.UUID;
import javax.annotation.Nullable;

/**
 * What one record, row or dead letter says: small, because there are millions of it in one shuffle.
 * Immutable.
 */
@AutoValue
abstract class Evidence {
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
    /** A dead letter that is a row of the raw store. */
    RAW_DEAD_LETTER;

    /** Whether it is a record that gives its key a state. */
    boolean isState() {
      return this == USER || this == TOMBSTONE;
    }

    /** Whether it says no more than its id, and perhaps a fingerprint. */
    boolean isRow() {
      return this == ROW || this == RAW || this == RAW_OR_ERASED || this == RAW_DEAD_LETTER;
    }
  }

  abstract Kind kind();

  /** The user; null when the key of a record or dead letter is no uuid. */
  @Nullable
  abstract UUID id();

  /** Place of the record, or of the record that a dead letter is about; 0 for a row. */
  abstract int partition();

  /** See {@link #partition}. */
  abstract long offset();

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
        record.writeTimeMicros(),
        digest.fingerprint());
  }

  static Evidence tombstone(UUID id, SourceRecord record) {
    return of(Kind.TOMBSTONE, id, record.partition(), record.offset(), record.writeTimeMicros(), 0);
  }

  static Evidence undecodable(@Nullable UUID id, SourceRecord record) {
    return of(Kind.UNDECODABLE, id, record.partition(), record.offset(), 0, 0);
  }

  static Evidence deadLetter(@Nullable UUID id, int originPartition, long originOffset) {
    return of(Kind.DEAD_LETTER, id, originPartition, originOffset, 0, 0);
  }

  static Evidence row(UserDigest digest) {
    return of(Kind.ROW, digest.id(), 0, 0, 0, digest.fingerprint());
  }

  static Evidence raw(UUID id, boolean orErased) {
    return of(orErased ? Kind.RAW_OR_ERASED : Kind.RAW, id, 0, 0, 0, 0);
  }

  static Evidence rawDeadLetter(UUID id) {
    return of(Kind.RAW_DEAD_LETTER, id, 0, 0, 0, 0);
  }

  static Evidence of(
      Kind kind,
      @Nullable UUID id,
      int partition,
      long offset,
      long writeTimeMicros,
      long fingerprint) {
    return new AutoValue_Evidence(kind, id, partition, offset, writeTimeMicros, fingerprint);
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
