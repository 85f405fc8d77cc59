package io.userstream.runloop.runner;

import io.userstream.runloop.RunEngine;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a job needs of its runner beside Beam's interface, from before its first pipeline to its
 * end.
 */
public interface RunnerContext extends RunEngine, AutoCloseable {
  /** Opens with an executor time-out of a minute; see the other. */
  static RunnerContext open(PipelineOptions options, String name, Duration timeout)
      throws InterruptedException {
    return open(options, name, timeout, Duration.ofMinutes(1));
  }

  /**
   * Opens what the runner of the options needs, and waits for it, visibly.
   *
   * @param name tells people what this job is, where the runner shows its jobs
   * @param timeout how long to wait for a cluster that is not there
   * @param executorTimeout how long the cluster may later be without an executor for this job
   * @throws io.userstream.runloop.servers.ServerException when the cluster is not there, or not fit
   */
  static RunnerContext open(
      PipelineOptions options, String name, Duration timeout, Duration executorTimeout)
      throws InterruptedException {
    return isSpark(options)
        ? SparkRunnerContext.open(options, name, timeout, executorTimeout)
        : new LocalRunnerContext();
  }

  /** Whether the options name Beam's Spark runner; asks without loading a class of Spark. */
  static boolean isSpark(PipelineOptions options) {
    return options.getRunner().getName().startsWith("org.apache.beam.runners.spark.");
  }

  /**
   * Has the listener told what the pipelines count that {@code execute} brings to their end, from
   * now on; to be called before the first. It may be told a moment after the end, and by another
   * thread; on Spark nothing, should the driver fall far behind in reading Spark's events.
   */
  void onCounts(CounterListener listener);

  /**
   * Runs the action when the process is told to end, before the runner itself ends. It may take as
   * long as the time-out.
   */
  void onTermination(Runnable action, Duration timeout);

  /**
   * Whether records of a bundle may have been processed before, by a repeat of the runner's own.
   */
  BundleRetries bundleRetries();

  @Override
  void close();
}
