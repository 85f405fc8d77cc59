package io.userstream.pipelines.store;

import io.userstream.pipelines.progress.Count;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import java.util.OptionalLong;

/** How much of a topic a store has still to read until it is drained. Thread-safe. */
final class DrainProgress implements RunLoopListener {
  private volatile Count count = new Count(0, OptionalLong.empty());

  @Override
  public void onStatus(RunLoopStatus status) {
    long done = status.committedOffsets();
    // The lag of the start, and what came since; unknown before the group gives partitions.
    count =
        new Count(
            done, status.assigned() ? OptionalLong.of(done + status.lag()) : OptionalLong.empty());
  }

  Count count() {
    return count;
  }
}
