package io.userstream.pipelines.ingest;

import io.userstream.io.kafka.ExactProducer;
import io.userstream.io.postgres.WriteRawPages;
import io.userstream.io.randomuser.RandomUserIO;
import io.userstream.model.User;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.publish.PublishRows;
import io.userstream.pipelines.publish.PublishStored;
import io.userstream.pipelines.publish.PublishTarget;
import io.userstream.pipelines.publish.UserEncoding;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.joda.time.Duration;

/** The graph of the ingest job: pages of the API, users by id, the users topic. */
final class IngestPipeline {
  private static final long DEFAULT_USERS = 5_000;

  private IngestPipeline() {}

  /**
   * Adds the graph to a pipeline; asks no server.
   *
   * @param encoding how users are written
   */
  static void build(Pipeline pipeline, IngestOptions options, UserEncoding encoding) {
    pipeline
        .apply("ReadUsers", read(options))
        .apply("ToRecord", ParDo.of(new ToRecordFn(encoding)))
        .apply(
            "Publish",
            KafkaIO.<String, byte[]>write()
                .withBootstrapServers(options.getBootstrapServers())
                .withTopic(options.getTopic())
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerConfigUpdates(
                    ExactProducer.properties(PublishTarget.producerProperties(options))));
  }

  /**
   * Adds the graph that keeps the raw users before it publishes any of them; asks no server.
   *
   * @param options name a raw store and a seed
   * @param kept what an earlier run has kept
   */
  static void buildKeeping(
      Pipeline pipeline, IngestOptions options, UserEncoding encoding, RawStoreState kept) {
    PublishTarget target = PublishTarget.of(options, encoding);
    pipeline
        .apply(
            "ReadPages",
            read(options)
                .withFirstPage(kept.pages().first())
                .withoutPages(kept.pages().later())
                .asRawPages())
        .apply("Keep", WriteRawPages.to(RawStoreSettings.connection(options).orElseThrow()))
        .apply("Publish", PublishRows.to(target));
    pipeline.apply("PublishKept", PublishStored.of(kept.unpublished(), kept.selection(), target));
  }

  /** How many users the job is asked for; {@code null} when it never ends. */
  static Long users(IngestOptions options) {
    return options.getUsers() == null && options.getEvery() == null
        ? (Long) DEFAULT_USERS
        : options.getUsers();
  }

  private static RandomUserIO.Read read(IngestOptions options) {
    RandomUserIO.Read read =
        RandomUserIO.read()
            .withBaseUrl(options.getSource())
            .withVersion(options.getApiVersion())
            .withPageSize(options.getPageSize())
            .withRequestTimeout(duration(options.getRequestTimeout()))
            .withRetryLimit(duration(options.getRetryLimit()));
    if (users(options) != null) {
      read = read.withUsers(users(options));
    }
    if (options.getSeed() != null) {
      read = read.withSeed(options.getSeed());
    }
    return options.getEvery() == null ? read : read.withEvery(duration(options.getEvery()));
  }

  private static Duration duration(String option) {
    return Duration.millis(Durations.parse(option).toMillis());
  }

  /** Keyed by id, so that a repeated run replaces users and adds none. */
  static final class ToRecordFn extends DoFn<User, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final UserEncoding encoding;

    ToRecordFn(UserEncoding encoding) {
      this.encoding = encoding;
    }

    @ProcessElement
    public void toRecord(@Element User user, OutputReceiver<KV<String, byte[]>> out) {
      out.output(KV.of(user.id(), encoding.encode(user)));
    }
  }
}
