package io.userstream.tests.simulate;

import java.util.ArrayDeque;
import java.util.Queue;
import javax.annotation.Nullable;

/** Faults that wait for a driver's next run, commit or call. */
final class Plans {
  /** Faults of runs. */
  final Queue<PlannedEvent> runs = new ArrayDeque<>();

  /** Faults of commits. */
  final Queue<PlannedEvent> commits = new ArrayDeque<>();

  /** Pauses in one of the next calls: a suspension or a slow response. */
  @Nullable private PlannedEvent pause;

  private int callsUntilPause;

  void pause(PlannedEvent event) {
    pause = event;
    callsUntilPause = event.amount();
  }

  /** Returns the pause that is due at this call. */
  @Nullable
  PlannedEvent atCall() {
    if (pause == null || callsUntilPause-- > 0) {
      return null;
    }
    PlannedEvent due = pause;
    pause = null;
    return due;
  }

  void clear() {
    runs.clear();
    commits.clear();
    pause = null;
  }
}
