package io.userstream.pipelines.ingest;

import io.userstream.pipelines.status.Readiness;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs pipelines of an ingest, one after the other, and adds up what they count. For one thread.
 */
final class IngestRun {
  private static final Logger LOG = LoggerFactory.getLogger(IngestRun.class);

  private final IngestConfig config;
  private final Readiness readiness;

  /** Asks the pipeline that runs, if one does. */
  private volatile Supplier<IngestCounts> counts = () -> new IngestCounts(0, 0, 0, 0);

  @Nullable private PipelineResult.State state;

  /**
   * Counts from nothing.
   *
   * @param readiness is told when the runner is waited for and when the pipeline runs
   */
  IngestRun(IngestConfig config, Readiness readiness) {
    this.config = config;
    this.readiness = readiness;
  }

  /** Builds a pipeline and runs it to its end, with a line of progress every few seconds. */
  @SuppressWarnings("try") // The runner's context is open for as long as the pipeline runs.
  void run(Consumer<Pipeline> graph) throws InterruptedException {
    readiness.waitingFor("the runner, " + config.runner().name());
    try (RunnerContext runner = config.runner().open("ingest " + config.topic().name())) {
      Pipeline pipeline = config.runner().newWatchedPipeline();
      graph.accept(pipeline);
      PipelineResult result = pipeline.run();
      IngestCounts before = counts();
      counts = () -> before.plus(IngestCounts.of(result));
      readiness.ready();
      try {
        PipelineWatch.awaitEnd(
            result,
            (published, seconds) -> {
              IngestCounts now = IngestCounts.of(result);
              LOG.info(
                  "{} users published, {}/s; {} fetched",
                  now.published(),
                  Math.round((now.published() - published) / seconds),
                  now.fetched());
              return now.published();
            });
      } finally {
        state = result.getState();
        IngestCounts after = counts();
        counts = () -> after;
      }
    }
  }

  /** Of all pipelines so far, the one that runs included; safe for any thread. */
  IngestCounts counts() {
    return counts.get();
  }

  Readiness readiness() {
    return readiness;
  }

  boolean isDone() {
    return state == PipelineResult.State.DONE;
  }

  /** Of the last pipeline; null before the first. */
  @Nullable
  PipelineResult.State state() {
    return state;
  }

  /** The line that says what was done. */
  String summary() {
    return String.format(
        "ingested: asked=%s fetched=%d published=%d",
        config.asked(), counts().fetched(), counts().published());
  }
}
