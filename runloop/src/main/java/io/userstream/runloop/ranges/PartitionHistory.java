package io.userstream.runloop.ranges;

import java.util.OptionalLong;

/**
 * The log of a partition before a given record, for {@link WriteClock}. {@link RangeReader}
 * implements it with a consumer, tests and simulations with a list.
 */
public interface PartitionHistory {
  /**
   * Returns the smallest offset of a record whose timestamp is at least the given one; empty if
   * there is none. Records that a reader never sees (of aborted transactions, and transaction
   * markers) may count or not.
   *
   * @param timestampMs milliseconds since the epoch, not negative
   */
  OptionalLong firstAtOrAfter(long timestampMs);

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
