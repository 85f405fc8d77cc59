package io.userstream.runloop.runner;

import io.userstream.runloop.Run;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** The context of a runner within this process, such as DirectRunner. */
final class LocalRunnerContext implements RunnerContext {
  private Thread hook = new Thread();
  private volatile CounterListener listener = CounterListener.NONE;

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
