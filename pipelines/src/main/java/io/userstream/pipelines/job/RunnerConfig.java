package io.userstream.pipelines.job;

import io.userstream.io.options.ConnectTimeout;
import io.userstream.io.options.OptionReader;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The runner of a job.
 *
 * @param options of Beam; the job's own options in them are not read again
 * @param connectTimeout how long to wait for a server or for the runner's cluster
 * @param executorTimeout how long the job keeps running without an executor
 */
public record RunnerConfig(
    PipelineOptions options, Duration connectTimeout, Duration executorTimeout) {
  /**
   * Reads the options.
   *
   * @param reader receives problems with them
   */
  public static RunnerConfig read(SparkJobOptions options, OptionReader reader) {
    return new RunnerConfig(
        options,
        ConnectTimeout.read(options, reader),
        reader.duration("executorTimeout", options.getExecutorTimeout(), "1s", "24h"));
  }

  /**
   * Opens the runner's context; see {@link RunnerContext#open}.
   *
   * @param job the name that the runner shows
   */
  public RunnerContext open(String job) throws InterruptedException {
    return RunnerContext.open(options, "userstream " + job, connectTimeout, executorTimeout);
  }

  /** Returns a pipeline whose progress {@link PipelineWatch} can follow. */
  public Pipeline newWatchedPipeline() {
    return PipelineWatch.newPipeline(options);
  }

  /** Returns a new pipeline. */
  public Pipeline newPipeline() {
    return Pipeline.create(options);
  }

  /** Returns whether the job runs on Spark. */
  public boolean isSpark() {
    return RunnerContext.isSpark(options);
  }

  /** Returns the simple name of the runner's class. */
  public String name() {
    return options.getRunner().getSimpleName();
  }
}
