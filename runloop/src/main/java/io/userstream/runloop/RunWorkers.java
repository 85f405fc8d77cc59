package io.userstream.runloop;

import java.time.Duration;
import java.util.List;

/**
 * Executes several runs at once and reports how they ended. Called by the loop's thread only. The
 * methods do not block, except {@link #takeEnded}.
 */
public interface RunWorkers extends AutoCloseable {
  /**
   * Starts an attempt at a run. There are never more than {@code maxRunsInFlight} attempts that
   * have started and were not taken back.
   */
  void begin(Run run);

  /**
   * Returns the attempts that have ended since the last call, each exactly once; waits for one up
   * to the given time.
   */
  List<EndedRun> takeEnded(Duration atMost) throws InterruptedException;

  /** Abandons the attempts that have not ended. */
  @Override
  void close();
}
