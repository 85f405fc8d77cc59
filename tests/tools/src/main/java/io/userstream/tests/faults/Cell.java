package io.userstream.tests.faults;

import java.time.Duration;

/**
 * One cell of the fault matrix.
 *
 * @param name the name for {@code --only}
 * @param stage the servers that it needs
 * @param seconds measured duration in seconds, without the start of its stage
 * @param about a description for the table
 */
record Cell(String name, Stage stage, int seconds, String about, Strike strike) {
  /** Breaks a flow, repairs what does not recover by itself, and returns the recovery time. */
  @FunctionalInterface
  interface Strike {
    /**
     * Strikes once.
     *
     * @return the time from the fault, or from the moment when the failed part was back, until
     *     something published later was committed
     * @throws AssertionError if a check fails
     */
    Duration at(FlowUnderFire fire) throws Exception;
  }
}
