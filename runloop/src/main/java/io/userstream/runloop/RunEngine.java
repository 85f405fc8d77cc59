package io.userstream.runloop;

import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** What executes the pipelines of the runs. Used by several threads at once. */
public interface RunEngine {
  /** Leaves it to the runner that a pipeline's options name. */
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
   * @return the state that it ended in; when that is not DONE, or an exception is thrown, nothing
   *     of this attempt works on any more, as far as that can be known
   */
  PipelineResult.State execute(Run run, Pipeline pipeline);

  /**
   * Why no run can be executed any more, and none will be; asked often, so it must be quick. It
   * ends the loop.
   */
  Optional<String> fault();
}
