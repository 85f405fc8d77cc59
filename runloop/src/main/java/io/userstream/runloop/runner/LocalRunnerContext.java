package io.userstream.runloop.runner;

import io.userstream.runloop.Run;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** The context of a runner within this process, such as DirectRunner. */
final class LocalRunnerContext implements RunnerContext {
  private final int slots;
  private Thread hook = new Thread();
  private volatile CounterListener listener = CounterListener.NONE;

  /** Opens the runner that the options name. Any but DirectRunner counts as one slot. */
  LocalRunnerContext(PipelineOptions options) {
    slots =
        options.getRunner() == DirectRunner.class
            ? options.as(DirectOptions.class).getTargetParallelism()
            : 1;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public PipelineResult.State execute(Run run, Pipeline pipeline) {
    PipelineResult result = pipeline.run();
    PipelineResult.State state = result.waitUntilFinish();
    if (state == PipelineResult.State.DONE && listener != CounterListener.NONE) {
      synchronized (this) {
        listener.counted(CounterValues.of(result.metrics()));
      }
    }
    return state;
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
