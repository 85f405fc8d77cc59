package io.userstream.runloop.ranges;

import java.util.OptionalLong;

/**
 * The log of one partition below a record that a reader has in hand, as {@link WriteClock} looks
 * back at it. A port: {@link RangeReader} implements it over a consumer, tests and simulations over
 * a list.
 */
public interface PartitionHistory {
  /**
   * Returns the smallest offset of a record whose timestamp is not below the given one; empty if
   * there is none. Records that a reader never sees (of aborted transactions, and the markers of
   * transactions) may count or not.
   *
   * @param timestampMs milliseconds since the epoch, not negative
   */
  OptionalLong firstAtOrAfter(long timestampMs);

  /**
   * Hands over the committed records of a range in the order of their offsets.
   *
   * @param start inclusive
   * @param stop exclusive
   */
  void read(long start, long stop, Visitor visitor);

  /** Takes records of the log. */
  @FunctionalInterface
  interface Visitor {
    void visit(long offset, long timestampMs);
  }
}
