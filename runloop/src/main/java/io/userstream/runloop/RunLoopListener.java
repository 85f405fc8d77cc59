package io.userstream.runloop;

import java.util.List;

/**
 * Is told what a loop does, for metrics and status pages. Called by the loop's thread, so a method
 * must return at once, and must not throw: the loop would end.
 */
public interface RunLoopListener {
  /** Wants to know nothing. */
  RunLoopListener NONE = new RunLoopListener() {};

  /** Returns a listener that passes everything on to several others, in their order. */
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

  /** A run was handed to the engine, for its first attempt or another one. */
  default void onRunStarted(Run run) {}

  /** An attempt at a run has ended, well or badly. */
  default void onRunEnded(EndedRun ended) {}

  /**
   * Reports the loop's status several times a second, or every few seconds while the brokers are
   * unreachable.
   */
  default void onStatus(RunLoopStatus status) {}
}
