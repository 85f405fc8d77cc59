package io.userstream.pipelines.store;

import com.google.common.math.LongMath;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.deadletters.DeadLetterTopic;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.runloop.Run;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.runner.BundleRetries;
import java.math.RoundingMode;
import org.apache.beam.sdk.Pipeline;

/** Builds the pipeline of a run: reads its ranges, decodes its records, writes its users. */
final class StorePipeline {
  /**
   * Enough for the costs of a bundle, a session with Cassandra above all, to be small beside its
   * work. Measured on a backlog of 1.5 million users, start included: 36 CPU seconds of the engine
   * a million, 40 with 5,000, and the same rate.
   */
  private static final long BUNDLE_RECORDS = 25_000;

  private final StoreConfig config;
  private final SchemaLookupFactory schemas;
  private final BundleRetries retries;

  StorePipeline(StoreConfig config, SchemaLookupFactory schemas, BundleRetries retries) {
    this.config = config;
    this.schemas = schemas;
    this.retries = retries;
  }

  /** Returns the pipeline of one run; asks no server. */
  Pipeline of(Run run) {
    Pipeline pipeline = config.runner().newPipeline();
    pipeline
        .apply("Ranges", Ranges.of(run.ranges()).inBundles(bundles(run)))
        .apply(
            "Take",
            run.readRanges()
                .as(
                    decode(run.topicId().toString(), run.attempt(), run.mayBeRetry()),
                    UserBatchCoder.of()))
        .apply("WriteUsers", WriteUsers.to(config.table()));
    return pipeline;
  }

  private static int bundles(Run run) {
    return Math.toIntExact(LongMath.divide(run.span(), BUNDLE_RECORDS, RoundingMode.CEILING));
  }

  /**
   * Returns the step that decodes records of this topic.
   *
   * @param mayBeRetry whether records may have been through an earlier run
   */
  DecodeRecords decode(String topicId, int attempt, boolean mayBeRetry) {
    return new DecodeRecords(
        schemas,
        new DeadLetterTopic(
            config.topic().deadLetters(),
            config.topic().clientProperties(),
            mayBeRetry ? () -> true : retries),
        topicId,
        attempt);
  }
}
