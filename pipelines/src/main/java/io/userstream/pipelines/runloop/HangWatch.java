package io.userstream.pipelines.runloop;

import java.time.Duration;
import java.util.Optional;

/** Ends a loop whose runs can no longer end by themselves, so that a supervisor starts another. */
final class HangWatch {
  private final RunEngine engine;
  private final Duration timeout;
  private long movedNanos = System.nanoTime();

  HangWatch(RunLoopConfig config) {
    this.engine = config.engine();
    this.timeout = config.hangTimeout();
  }

  /** A run has ended, well or badly, or was the first to start. */
  void moved() {
    movedNanos = System.nanoTime();
  }

  /**
   * Looks at how things are.
   *
   * @throws RunLoopException when the engine says that it is at its end, or when runs are in flight
   *     and none has ended for too long
   */
  void check(int inFlight) throws RunLoopException {
    Optional<String> fault = engine.fault();
    if (fault.isPresent()) {
      throw new RunLoopException(fault.get());
    }
    if (inFlight == 0) {
      moved();
    } else if (System.nanoTime() - movedNanos > timeout.toNanos()) {
      throw new RunLoopException(
          String.format(
              "%d runs are in flight, and none has ended for %d s: something hangs. What is safe is"
                  + " committed; start the job again",
              inFlight, timeout.toSeconds()));
    }
  }
}
