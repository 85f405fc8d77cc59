package io.userstream.pipelines.store;

import io.userstream.io.cassandra.KeptWriters;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.deadletters.DeadLetterTopic;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.runloop.Run;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.runner.BundleRetries;
import org.apache.beam.sdk.Pipeline;

/**
 * Builds the pipeline of a run, which reads its ranges, decodes its records and writes its users.
 */
final class StorePipeline {
  private final StoreConfig config;
  private final SchemaLookupFactory schemas;
  private final Scope scope;
  private final BundleRetries retries;

  StorePipeline(
      StoreConfig config, SchemaLookupFactory schemas, Scope scope, BundleRetries retries) {
    this.config = config;
    this.schemas = schemas;
    this.scope = scope;
    this.retries = retries;
  }

  /** Returns the pipeline of a run, without asking a server. */
  Pipeline of(Run run) {
    Pipeline pipeline = config.runner().newPipeline();
    pipeline
        .apply("Ranges", Ranges.of(run.ranges()).inBundles(run.bundles()))
        .apply(
            "Take",
            run.readRanges()
                .as(
                    scope.limit(
                        run.ranges(),
                        decode(run.topicId().toString(), run.attempt(), run.mayBeRetry())),
                    UserBatchCoder.of()))
        .apply("WriteUsers", WriteUsers.to(config.table()));
    KeptWriters.in(pipeline);
    return pipeline;
  }

  /**
   * Returns the function that decodes records of this topic.
   *
   * @param mayBeRetry whether an earlier run may have processed the records
   */
  DecodeRecords decode(String topicId, int attempt, boolean mayBeRetry) {
    return new DecodeRecords(
        schemas,
        new DeadLetterTopic(
            config.topic().deadLetters(),
            config.topic().clientProperties(),
            config.encryption(),
            mayBeRetry ? () -> true : retries),
        topicId,
        attempt);
  }
}
