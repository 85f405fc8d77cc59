package io.userstream.pipelines.job;

import io.userstream.pipelines.progress.Progress;
import java.io.PrintStream;

/** A command whose options have been read. */
@FunctionalInterface
public interface Job {
  /**
   * Runs the command.
   *
   * @param out receives results; messages go to the log
   * @param progress shows how far the work is
   * @return the exit code
   */
  int run(PrintStream out, Progress progress) throws Exception;
}
