package io.userstream.tests.simulate;

import javax.annotation.Nullable;

/**
 * A record of a model log. Its number is unique in a schedule and serves as the state of its user.
 */
final class Entry {
  /** Kinds of records. */
  enum Kind {
    /** A user's state. */
    STATE,
    /** A null value: the user is erased. */
    TOMBSTONE,
    /** A record that cannot be decoded: it becomes a dead letter. */
    POISON
  }

  final ModelLog log;
  final long offset;
  final long timestampMs;
  final Kind kind;
  final int key;
  final int number;
  @Nullable final Transaction transaction;

  /** Whether the sink has had it, as a row or as a dead letter. */
  boolean handled;

  /** The dead letters that were written for it, except late ones of attempts given up before. */
  int deadLetters;

  /** Whether it is no longer in the log: truncated, deleted, or compacted away. */
  boolean gone;

  /** The highest write time with which the sink has seen it. */
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

  /** Whether a reader of committed records gets it, now or after its transaction has ended. */
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
    /** Its states. */
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
