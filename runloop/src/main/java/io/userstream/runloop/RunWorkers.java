package io.userstream.runloop;

import java.time.Duration;
import java.util.List;

/**
 * Executes runs, several at once, and hands back how they ended. Its methods are called by the
 * loop's thread alone and do not block, except {@link #takeEnded}.
 */
public interface RunWorkers extends AutoCloseable {
  /**
   * Begins an attempt at a run. The loop never has more than {@code maxRunsInFlight} begun and not
   * yet taken back.
   */
  void begin(Run run);

  /**
   * Returns the attempts that have ended since the last call, each exactly once; waits for one for
   * at most this time.
   */
  List<EndedRun> takeEnded(Duration atMost) throws InterruptedException;

  /** Abandons what has not ended. */
  @Override
  void close();
}
