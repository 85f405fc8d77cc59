package io.userstream.runloop.runner;

import io.userstream.runloop.Run;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The context of a runner within this process, such as DirectRunner.
 *
 * <p>DirectRunner looks for new work without a pause on each idle thread. A run therefore gets only
 * as many threads as other runs leave of the target parallelism, at least one, and no more than it
 * has bundles. When each of four runs had all threads, more than half of the CPU time of a backlog
 * was spent on looking for work.
 */
final class LocalRunnerContext implements RunnerContext {
  private static final Object STARTING = new Object();

  private final int slots;

  /** Slots that no run has; below zero if there are more runs than slots. Guarded by this. */
  private int free;

  private Thread hook = new Thread();
  private volatile CounterListener listener = CounterListener.NONE;

  /** Opens the runner that the options name. Any but DirectRunner counts as one slot. */
  LocalRunnerContext(PipelineOptions options) {
    slots =
        options.getRunner() == DirectRunner.class
            ? options.as(DirectOptions.class).getTargetParallelism()
            : 1;
    free = slots;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public PipelineResult.State execute(Run run, Pipeline pipeline) {
    int threads = take(run.bundles());
    try {
      PipelineResult result = start(pipeline, threads);
      PipelineResult.State state = result.waitUntilFinish();
      if (state == PipelineResult.State.DONE && listener != CounterListener.NONE) {
        synchronized (this) {
          listener.counted(CounterValues.of(result.metrics()));
        }
      }
      return state;
    } finally {
      giveBack(threads);
    }
  }

  private synchronized int take(int bundles) {
    int threads = Math.max(1, Math.min(bundles, free));
    free -= threads;
    return threads;
  }

  private synchronized void giveBack(int threads) {
    free += threads;
  }

  private static PipelineResult start(Pipeline pipeline, int threads) {
    if (pipeline.getOptions().getRunner() != DirectRunner.class) {
      return pipeline.run();
    }
    DirectOptions options = pipeline.getOptions().as(DirectOptions.class);
    // Pipelines may share their options, so only one can be started at a time.
    synchronized (STARTING) {
      int given = options.getTargetParallelism();
      options.setBlockOnRun(false); // Or the next one could only be started after its end.
      options.setTargetParallelism(threads);
      try {
        return pipeline.run();
      } finally {
        options.setTargetParallelism(given);
      }
    }
  }

  @Override
  public void onCounts(CounterListener counterListener) {
    listener = counterListener;
  }

  @Override
  public Optional<String> fault() {
    return Optional.empty();
  }

  @Override
  public void onTermination(Runnable action, Duration timeout) {
    hook = new Thread(action, "on-termination");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public BundleRetries bundleRetries() {
    // A failed bundle fails the pipeline, and the loop marks the retry.
    return () -> false;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook has run.
    }
  }
}
