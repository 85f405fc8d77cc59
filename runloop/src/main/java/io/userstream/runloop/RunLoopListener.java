package io.userstream.runloop;

import java.util.List;

/**
 * Receives the events of a loop, for metrics and status pages. Called by the loop's thread: a
 * method must return immediately and must not throw, because that would end the loop.
 */
public interface RunLoopListener {
  /** Ignores all events. */
  RunLoopListener NONE = new RunLoopListener() {};

  /** Returns a listener that passes every event to the given ones, in their order. */
  static RunLoopListener all(RunLoopListener... listeners) {
    List<RunLoopListener> all = List.of(listeners);
    return new RunLoopListener() {
      @Override
      public void onRunStarted(Run run) {
        all.forEach(listener -> listener.onRunStarted(run));
      }

      @Override
      public void onRunEnded(EndedRun ended) {
        all.forEach(listener -> listener.onRunEnded(ended));
      }

      @Override
      public void onStatus(RunLoopStatus status) {
        all.forEach(listener -> listener.onStatus(status));
      }
    };
  }

  /** Called when the engine gets an attempt at a run. */
  default void onRunStarted(Run run) {}

  /** Called when an attempt at a run has ended, with any outcome. */
  default void onRunEnded(EndedRun ended) {}

  /**
   * Called with the loop's status several times a second, or every few seconds while the brokers
   * are unreachable.
   */
  default void onStatus(RunLoopStatus status) {}
}
