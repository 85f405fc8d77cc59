package io.userstream.runloop.runner;

import io.userstream.runloop.RunEngine;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The runner of a job, from before its first pipeline to its end. Adds to Beam's interface what a
 * job needs.
 */
public interface RunnerContext extends RunEngine, AutoCloseable {
  /** Opens the runner with an executor timeout of one minute. */
  static RunnerContext open(PipelineOptions options, String name, Duration timeout)
      throws InterruptedException {
    return open(options, name, timeout, Duration.ofMinutes(1));
  }

  /**
   * Opens the runner that the options name, and waits for its cluster.
   *
   * @param name the name of the job in the user interface of the runner
   * @param timeout how long to wait for the cluster
   * @param executorTimeout how long the cluster may later be without an executor for this job
   * @throws io.userstream.runloop.servers.ServerException if the cluster is down, or does not fit
   */
  static RunnerContext open(
      PipelineOptions options, String name, Duration timeout, Duration executorTimeout)
      throws InterruptedException {
    return isSpark(options)
        ? SparkRunnerContext.open(options, name, timeout, executorTimeout)
        : new LocalRunnerContext(options);
  }

  /** Returns true if the options name Beam's Spark runner, without loading a class of Spark. */
  static boolean isSpark(PipelineOptions options) {
    return options.getRunner().getName().startsWith("org.apache.beam.runners.spark.");
  }

  /**
   * Registers the listener for the counters of the pipelines that {@code execute} runs. Must be
   * called before the first one. The listener may be called shortly after the end of a pipeline,
   * and by another thread. On Spark it is not called for a pipeline if the driver falls far behind
   * in processing Spark's events.
   */
  void onCounts(CounterListener listener);

  /**
   * Runs the action when the process is asked to end, before the runner itself ends. The action may
   * take up to the timeout.
   */
  void onTermination(Runnable action, Duration timeout);

  /**
   * Returns the check on a worker that a retry of the runner's own may have processed a bundle
   * before.
   */
  BundleRetries bundleRetries();

  @Override
  void close();
}
