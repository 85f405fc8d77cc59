package io.userstream.pipelines.store;

import io.userstream.pipelines.progress.Count;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopStatus;
import java.util.OptionalLong;

/** The progress of a store until its topic is drained. Thread-safe. */
final class DrainProgress implements RunLoopListener {
  private volatile Count count = new Count(0, OptionalLong.empty());

  @Override
  public void onStatus(RunLoopStatus status) {
    long done = status.committedOffsets();
    // The lag at the start plus later records; unknown until the group assigns partitions.
    count =
        new Count(
            done, status.assigned() ? OptionalLong.of(done + status.lag()) : OptionalLong.empty());
  }

  Count count() {
    return count;
  }
}
