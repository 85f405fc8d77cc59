package io.userstream.tests.simulate;

import javax.annotation.Nullable;

/**
 * A record of a model log. Its number is unique in a schedule, and is also the state of its user.
 */
final class Entry {
  /** The kinds of records. */
  enum Kind {
    /** A state of a user. */
    STATE,
    /** A null value, which erases the user. */
    TOMBSTONE,
    /** A record that cannot be decoded and becomes a dead letter. */
    POISON
  }

  final ModelLog log;
  final long offset;
  final long timestampMs;
  final Kind kind;
  final int key;
  final int number;
  @Nullable final Transaction transaction;

  /** Whether the sink has received the record, as a row or as a dead letter. */
  boolean handled;

  /** The number of its dead letters, without late ones of abandoned attempts. */
  int deadLetters;

  /** Whether the log no longer holds the record: truncated, deleted or compacted away. */
  boolean gone;

  /** The highest write time with which the sink received it. */
  long writeTime = Long.MIN_VALUE;

  Entry(
      ModelLog log,
      long offset,
      long timestampMs,
      Kind kind,
      int key,
      int number,
      @Nullable Transaction transaction) {
    this.log = log;
    this.offset = offset;
    this.timestampMs = timestampMs;
    this.kind = kind;
    this.key = key;
    this.number = number;
    this.transaction = transaction;
  }

  /**
   * Returns whether a reader of committed records receives it, now or after its transaction ends.
   */
  boolean mayBeRead() {
    return transaction == null || transaction.state != Transaction.State.ABORTED;
  }

  boolean isReadable() {
    return transaction == null || transaction.state == Transaction.State.COMMITTED;
  }

  @Override
  public String toString() {
    return log.partition
        + "@"
        + offset
        + " "
        + switch (kind) {
          case STATE -> "key " + key + " = state " + number;
          case TOMBSTONE -> "key " + key + " erased (" + number + ")";
          case POISON -> "poison (" + number + ")";
        }
        + " at "
        + timestampMs
        + " ms";
  }

  /** A producer's transaction in one partition. */
  static final class Transaction {
    /** The states of a transaction. */
    enum State {
      OPEN,
      COMMITTED,
      ABORTED
    }

    final long firstOffset;
    State state = State.OPEN;

    Transaction(long firstOffset) {
      this.firstOffset = firstOffset;
    }
  }
}
