package io.userstream.runloop;

import org.apache.beam.sdk.Pipeline;

/** What a job does with a run. Called by several threads at once. */
@FunctionalInterface
public interface RunFactory {
  /**
   * Makes the bounded pipeline that takes the records of the run's ranges to where they belong. It
   * is run once. When it ends in state DONE every record of the ranges must be safe; it may be made
   * and run again for the same ranges, here or in another process, so its writes must be
   * idempotent.
   */
  Pipeline pipelineFor(Run run);
}
