package io.userstream.runloop;

import java.time.Duration;
import java.util.Optional;

/**
 * Tells a loop how long the sink takes to answer, so that it starts fewer runs while the sink is
 * slow. Measure what other users of the sink notice, such as a small read.
 */
@FunctionalInterface
public interface SinkLatency {
  /** Measures nothing. */
  SinkLatency NONE = Optional::empty;

  /**
   * A measurement.
   *
   * @param number increases with each measurement
   */
  record Measured(long number, Duration latency) {}

  /**
   * Returns the newest measurement; empty before the first. The loop calls it several times a
   * second. Returns immediately.
   */
  Optional<Measured> newest();
}
