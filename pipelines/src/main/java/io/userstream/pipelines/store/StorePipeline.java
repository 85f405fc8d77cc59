package io.userstream.pipelines.store;

import com.google.common.math.LongMath;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.deadletters.DeadLetterTopic;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.pipelines.options.CassandraSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.SecretReference;
import io.userstream.runloop.Run;
import io.userstream.runloop.ranges.Ranges;
import io.userstream.runloop.ranges.ReadRanges;
import io.userstream.runloop.runner.BundleRetries;
import java.math.RoundingMode;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;

/** The graph of {@code store}: read a run's ranges, take its records, write its users. */
final class StorePipeline {
  /**
   * Enough for the costs of a bundle, a session with Cassandra above all, to be small beside its
   * work. Measured on a backlog of 1.5 million users, start included: 36 CPU seconds of the engine
   * a million, 40 with 5,000, and the same rate.
   */
  private static final long BUNDLE_RECORDS = 25_000;

  private StorePipeline() {}

  /** Makes the graph of one run; asks no server. */
  static Pipeline of(
      Run run,
      StoreOptions options,
      Map<String, Object> client,
      SchemaLookupFactory schemas,
      BundleRetries repeats) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Ranges", Ranges.of(run.ranges()).inBundles(bundles(run)))
        .apply(
            "Take",
            ReadRanges.from(client)
                .as(
                    takeRecords(
                        options,
                        client,
                        schemas,
                        run.topicId().toString(),
                        run.attempt(),
                        run.mayBeRetry() ? () -> true : repeats),
                    UserBatchCoder.of()))
        .apply("WriteUsers", writeUsers(options));
    return pipeline;
  }

  private static int bundles(Run run) {
    return Math.toIntExact(LongMath.divide(run.span(), BUNDLE_RECORDS, RoundingMode.CEILING));
  }

  static DecodeRecords takeRecords(
      StoreOptions options,
      Map<String, Object> client,
      SchemaLookupFactory schemas,
      String topicId,
      int attempt,
      BundleRetries repeats) {
    return new DecodeRecords(
        schemas,
        new DeadLetterTopic(KafkaSettings.deadLetterTopic(options), client, repeats),
        topicId,
        attempt);
  }

  static WriteUsers writeUsers(StoreOptions options) {
    WriteUsers writeUsers =
        WriteUsers.to(
                CassandraSettings.hosts(options),
                options.getCassandraPort(),
                options.getCassandraKeyspace(),
                options.getCassandraTable())
            .withConsistency(CassandraSettings.consistency(options).name())
            .withLocalDc(options.getCassandraLocalDc());
    if (options.getCassandraUsername() != null) {
      writeUsers =
          writeUsers.withCredentials(
              options.getCassandraUsername(),
              SecretReference.resolve(options.getCassandraPassword()));
    }
    return writeUsers;
  }
}
