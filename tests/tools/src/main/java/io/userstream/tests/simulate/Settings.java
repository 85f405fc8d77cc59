package io.userstream.tests.simulate;

import com.google.common.collect.ImmutableList;

/**
 * The constants of a schedule.
 *
 * @param partitions number of partitions at the start
 * @param drivers the drivers at the start, as their constants
 * @param sessionTimeoutMs time after which the group removes a silent member
 * @param chaosMs time after which no new faults occur
 * @param oldOffsets whether the group starts with offsets of the first release, without metadata
 * @param hasBursts whether thousands of offsets may arrive at once
 */
record Settings(
    int partitions,
    ImmutableList<DriverSettings> drivers,
    long sessionTimeoutMs,
    long chaosMs,
    boolean oldOffsets,
    boolean hasBursts) {

  /** The constants of a driver, from its build and its options. */
  record DriverSettings(
      long maxRunRecords,
      int maxRunsInFlight,
      long minRunIntervalMs,
      long hangTimeoutMs,
      long stopGraceMs,
      boolean untilDrained) {}
}
