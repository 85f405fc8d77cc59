package io.userstream.runloop;

import org.apache.beam.sdk.Pipeline;

/** Creates the pipeline of a run. Called by several threads at once. */
@FunctionalInterface
public interface RunFactory {
  /**
   * Creates the bounded pipeline that processes the records of the run's ranges. It is run once. If
   * it ends in state DONE, every record of the ranges must be stored. Another pipeline may process
   * the same ranges again, here or in another process, so its writes must be idempotent.
   *
   * <p>The first run of a loop may have no records, see {@link Run#number}. Do not write anything
   * for such a run.
   */
  Pipeline pipelineFor(Run run);
}
