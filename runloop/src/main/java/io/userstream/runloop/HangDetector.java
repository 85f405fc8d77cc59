package io.userstream.runloop;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Ends a loop whose runs can no longer end, so that a supervisor restarts the job. */
final class HangDetector {
  private final RunEngine engine;
  private final Duration timeout;

  HangDetector(RunLoopConfig config) {
    this.engine = config.engine();
    this.timeout = config.hangTimeout();
  }

  /**
   * Checks the engine and the oldest run in flight.
   *
   * @param longest how long the oldest run has been in flight
   * @throws RunLoopException if the engine cannot execute runs anymore, or if a run hangs: nothing
   *     after it in its partitions could be committed
   */
  void check(Duration longest) throws RunLoopException {
    Optional<String> fault = engine.fault();
    if (fault.isPresent()) {
      throw new RunLoopException(fault.get());
    }
    if (longest.compareTo(timeout) > 0) {
      throw new RunLoopException(
          String.format(
              Locale.ROOT,
              "A run has been in flight for more than %d s and seems to hang. Everything stored is"
                  + " committed. Start the job again",
              timeout.toSeconds()));
    }
  }
}
