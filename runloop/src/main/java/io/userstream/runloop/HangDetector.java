package io.userstream.runloop;

import java.time.Duration;
import java.util.Optional;

/** Ends a loop whose runs can no longer end by themselves, so that a supervisor starts another. */
final class HangDetector {
  private final RunEngine engine;
  private final Duration timeout;

  HangDetector(RunLoopConfig config) {
    this.engine = config.engine();
    this.timeout = config.hangTimeout();
  }

  /**
   * Looks at how things are.
   *
   * @param longest for how long the oldest run in flight has been there
   * @throws RunLoopException when the engine says that it is at its end, or when a run is in flight
   *     for too long, whatever the others do: all that comes after it in its partitions would never
   *     be committed
   */
  void check(Duration longest) throws RunLoopException {
    Optional<String> fault = engine.fault();
    if (fault.isPresent()) {
      throw new RunLoopException(fault.get());
    }
    if (longest.compareTo(timeout) > 0) {
      throw new RunLoopException(
          String.format(
              "a run has been in flight for more than %d s: something hangs. What is safe is"
                  + " committed; start the job again",
              timeout.toSeconds()));
    }
  }
}
