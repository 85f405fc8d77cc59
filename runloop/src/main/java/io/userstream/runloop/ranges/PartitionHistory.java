package io.userstream.runloop.ranges;

import java.util.OptionalLong;

/**
 * The log of a partition before a given record, for {@link WriteClock}. Tests and simulations
 * implement it with a list; {@link RangeReader} asks the index for many partitions at once.
 */
public interface PartitionHistory {
  /**
   * Returns the smallest offset of a record whose timestamp is at least the given one; empty if
   * there is none. Records that a reader never sees (of aborted transactions, and transaction
   * markers) may count or not. Can be empty by mistake, as Kafka's index after a compaction.
   *
   * @param timestampMs milliseconds since the epoch, not negative
   */
  OptionalLong firstAtOrAfter(long timestampMs);

  /** Returns the first offset of the log, with or without a record. */
  long start();

  /**
   * Passes on the committed records of a range in the order of their offsets.
   *
   * @param start inclusive
   * @param stop exclusive
   */
  void read(long start, long stop, Visitor visitor);

  /** Receives records of the log. */
  @FunctionalInterface
  interface Visitor {
    void visit(long offset, long timestampMs);
  }
}
