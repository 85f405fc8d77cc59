package io.userstream.pipelines.ingest;

import io.userstream.pipelines.progress.Count;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.status.Readiness;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the pipelines of an ingest in sequence and adds up their counts. For use by one thread. */
final class IngestRun {
  private static final Logger LOG = LoggerFactory.getLogger(IngestRun.class);

  private final IngestConfig config;
  private final Readiness readiness;
  private final Progress progress;

  /** Reads the counts of the running pipeline, if any. */
  private volatile Supplier<IngestCounts> counts = () -> new IngestCounts(0, 0, 0, 0, 0);

  private long publishedEarlier;
  @Nullable private PipelineResult.State state;

  /**
   * Starts at zero.
   *
   * @param readiness is updated while waiting for the runner and when the pipeline runs
   * @param progress shows how many users are published
   */
  IngestRun(IngestConfig config, Readiness readiness, Progress progress) {
    this.config = config;
    this.readiness = readiness;
    this.progress = progress;
  }

  /** Builds a pipeline and runs it to its end, logging its progress every few seconds. */
  @SuppressWarnings("try") // Keeps the runner's context and the bar open while the pipeline runs.
  void run(Consumer<Pipeline> graph) throws InterruptedException {
    readiness.waitingFor("the runner, " + config.runner().name());
    try (RunnerContext runner = config.runner().open("ingest " + config.topic().name())) {
      Pipeline pipeline = config.runner().newWatchedPipeline();
      graph.accept(pipeline);
      PipelineResult result = pipeline.run();
      IngestCounts before = counts();
      counts = () -> before.plus(IngestCounts.of(result));
      readiness.ready();
      try (Progress.Bar bar = progress.show("ingest", "users", this::progressCount)) {
        PipelineWatch.awaitEnd(
            result,
            (published, seconds) -> {
              IngestCounts now = IngestCounts.of(result);
              LOG.info(
                  Progress.LINE,
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

  /** Returns the counts of all pipelines, including the running one. Thread-safe. */
  IngestCounts counts() {
    return counts.get();
  }

  private Count progressCount() {
    IngestCounts now = counts();
    return new Count(publishedEarlier + now.published() + now.dead(), config.users());
  }

  /** Returns whether {@link #publishedEarlier} makes a difference. */
  boolean showsProgress() {
    return progress.isShown();
  }

  /** Sets the number of users that were published before this run, and are not published again. */
  void publishedEarlier(long users) {
    publishedEarlier = users;
  }

  Readiness readiness() {
    return readiness;
  }

  boolean isDone() {
    return state == PipelineResult.State.DONE;
  }

  /** Returns the state of the last pipeline; null before the first. */
  @Nullable
  PipelineResult.State state() {
    return state;
  }

  /** Returns the result line. Names erased users only if there are any. */
  String summary() {
    long erased = counts().erased();
    return String.format(
            Locale.ROOT,
            "ingested: asked=%s fetched=%d published=%d",
            config.asked(),
            counts().fetched(),
            counts().published())
        + (erased == 0 ? "" : " erased=" + erased);
  }
}
