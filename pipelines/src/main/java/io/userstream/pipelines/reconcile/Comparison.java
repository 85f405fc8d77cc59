package io.userstream.pipelines.reconcile;

import io.userstream.io.deadletters.RedriveMarks;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.runner.RunnerContext;
import java.time.Instant;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pipeline of {@link Reconcile}, several times if users arrive meanwhile. Not thread-safe.
 */
final class Comparison {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  private final ReconcileConfig config;
  private final SchemaLookupFactory schemas;
  private final Admin admin;
  private final Settling settling;
  private final Erasures erasures;
  private final Optional<RawSide> rawSide;
  private final Progress progress;

  Comparison(
      ReconcileConfig config,
      SchemaLookupFactory schemas,
      Erasures erasures,
      Admin admin,
      Settling settling,
      Optional<RawSide> rawSide,
      Progress progress) {
    this.config = config;
    this.schemas = schemas;
    this.erasures = erasures;
    this.admin = admin;
    this.settling = settling;
    this.rawSide = rawSide;
    this.progress = progress;
  }

  /** The input of one pipeline. */
  private record Fixed(FixedOffsets offsets, Optional<RawEvidence> raw) {}

  /**
   * Compares.
   *
   * @throws io.userstream.runloop.servers.ServerException if a server is down, or the store does
   *     not catch up in time
   */
  @SuppressWarnings("try") // Keeps the runner's context open while pipelines run.
  ReconcileResult run() throws InterruptedException {
    Fixed fixed = fix();
    try (RunnerContext runner = config.runner().open("reconcile " + config.topic().name())) {
      ReconcileResult result = compare(fixed);
      while (!result.agrees() && settling.movedSince(fixed.offsets())) {
        LOG.info(
            "found {} differences, but users arrived meanwhile; comparing again",
            result.differenceCount());
        fixed = fix();
        result = compare(fixed);
      }
      return result;
    }
  }

  private Fixed fix() throws InterruptedException {
    // Ask before fixing the offsets: what is marked by now is below the end of the log.
    Optional<Instant> asOf = Optional.empty();
    if (rawSide.isPresent()) {
      asOf = Optional.of(rawSide.get().now());
    }
    FixedOffsets offsets = complete(settling.await());
    Optional<RawEvidence> raw = Optional.empty();
    if (rawSide.isPresent()) {
      raw = Optional.of(rawSide.get().evidence(admin, offsets, asOf.get()));
    }
    return new Fixed(offsets, raw);
  }

  /** Returns offsets with the marks among their dead letters, and with the erased users. */
  private FixedOffsets complete(FixedOffsets offsets) {
    return offsets
        .withRedriven(
            RedriveMarks.read(
                offsets.dead(),
                config.topic().clientProperties(),
                offsets.topic(),
                offsets.topicId()))
        .withErasures(erasures);
  }

  /** Compares fixed offsets once, without the raw store. */
  @SuppressWarnings("try") // Keeps the runner's context open while the pipeline runs.
  ReconcileResult compare(FixedOffsets offsets) throws InterruptedException {
    if (offsets.window() && offsets.ranges().isEmpty()) {
      return ReconcileResult.NOTHING;
    }
    Fixed fixed = new Fixed(complete(offsets), Optional.empty());
    try (RunnerContext runner = config.runner().open("reconcile " + config.topic().name())) {
      return compare(fixed);
    }
  }

  private ReconcileResult compare(Fixed fixed) throws InterruptedException {
    return rawSide.isPresent()
        ? rawSide.get().untilDone(() -> compareOnce(fixed))
        : compareOnce(fixed);
  }

  private ReconcileResult compareOnce(Fixed fixed) throws InterruptedException {
    if (config.runner().isSpark()) { // Spark shuffles through files.
      return compare(fixed, BlockStore.INLINE);
    }
    try (SpillFile spill = SpillFile.open()) {
      return compare(fixed, spill);
    }
  }

  @SuppressWarnings("try") // The bar is shown while the pipeline runs.
  private ReconcileResult compare(Fixed fixed, BlockStore store) throws InterruptedException {
    Pipeline pipeline = config.runner().newWatchedPipeline();
    ResultMetric metric = new ResultMetric();
    new ReconcilePipeline(config, fixed.offsets(), schemas, store)
        .build(pipeline, rawSide, fixed.raw())
        .apply("Result", ParDo.of(metric));
    PipelineResult done = pipeline.run();
    ReadProgress read = new ReadProgress(done, fixed.offsets());
    try (Progress.Bar bar = progress.show("reconcile", "records", read::count)) {
      done.waitUntilFinish();
      read.ended();
    }
    return metric.of(done).withHidden(fixed.offsets().hidden());
  }
}
