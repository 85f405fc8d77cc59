package io.userstream.tests.faults;

import java.time.Duration;

/**
 * One cell of the fault matrix.
 *
 * @param name as in {@code --only}
 * @param stage the servers that it needs
 * @param seconds about how long it takes, measured, without the start of its stage
 * @param about what happens, for the table
 */
record Cell(String name, Stage stage, int seconds, String about, Strike strike) {
  /** Breaks a flow in a way, mends what nobody else would, and says when it flowed again. */
  @FunctionalInterface
  interface Strike {
    /**
     * Strikes once.
     *
     * @return from the fault, or from the moment when what had gone was back, until something
     *     published later was committed
     * @throws AssertionError when something is not as it must be
     */
    Duration at(FlowUnderFire fire) throws Exception;
  }
}
