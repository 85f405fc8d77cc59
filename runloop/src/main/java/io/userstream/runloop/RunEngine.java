package io.userstream.runloop;

import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** Executes the pipelines of runs. Thread-safe. */
public interface RunEngine {
  /** Executes each pipeline on the runner that its options name. */
  RunEngine OF_THE_PIPELINE =
      new RunEngine() {
        @Override
        public PipelineResult.State execute(Run run, Pipeline pipeline) {
          return pipeline.run().waitUntilFinish();
        }

        @Override
        public Optional<String> fault() {
          return Optional.empty();
        }
      };

  /**
   * Runs a pipeline to its end.
   *
   * @return its final state; if it is not DONE, or if an exception is thrown, nothing of this
   *     attempt is still working, as far as the engine can know
   */
  PipelineResult.State execute(Run run, Pipeline pipeline);

  /**
   * Returns how many bundles can be processed at once. The loop cuts runs accordingly. The number
   * may change at any time. Called often, so it must be quick.
   */
  default int slots() {
    return 1;
  }

  /**
   * Returns why no run can be executed anymore, which ends the loop; empty if runs can be executed.
   * Called often, so it must be quick.
   */
  Optional<String> fault();
}
