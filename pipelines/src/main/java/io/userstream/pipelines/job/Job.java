package io.userstream.pipelines.job;

import java.io.PrintStream;

/** A command whose options have been read. */
@FunctionalInterface
public interface Job {
  /**
   * Runs the command.
   *
   * @param out receives results; messages go to the log
   * @return the exit code
   */
  int run(PrintStream out) throws Exception;
}
