package io.userstream.tests.simulate;

import com.google.common.collect.ImmutableList;

/**
 * What holds for a whole schedule.
 *
 * @param partitions at the start
 * @param drivers at the start, by their constants
 * @param sessionTimeoutMs after which the group removes a member that is silent
 * @param chaosMs after which nothing bad happens any more
 * @param oldOffsets whether the group begins with offsets as the first release committed them,
 *     without metadata
 * @param hasBursts whether thousands of offsets may come at once
 */
record Settings(
    int partitions,
    ImmutableList<DriverSettings> drivers,
    long sessionTimeoutMs,
    long chaosMs,
    boolean oldOffsets,
    boolean hasBursts) {

  /** The constants of a driver: those of its build and its options. */
  record DriverSettings(
      long maxRunRecords,
      int maxRunsInFlight,
      long minRunIntervalMs,
      long hangTimeoutMs,
      long stopGraceMs,
      boolean untilDrained) {}
}
