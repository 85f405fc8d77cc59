package io.userstream.pipelines.ingest;

import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.ExactProducer;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.WriteRawPages;
import io.userstream.io.randomuser.RandomUserIO;
import io.userstream.io.registry.UserEncoding;
import io.userstream.model.User;
import io.userstream.pipelines.publish.PublishMetrics;
import io.userstream.pipelines.publish.PublishRows;
import io.userstream.pipelines.publish.PublishStored;
import io.userstream.pipelines.publish.PublishTarget;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.joda.time.Duration;

/** Builds the pipeline of the ingest job, from pages of the API to the users topic. */
final class IngestPipeline {
  private IngestPipeline() {}

  /**
   * Adds the transforms to a pipeline without asking a server.
   *
   * @param erasures users who are not published
   * @param encoding of the users
   */
  static void build(
      Pipeline pipeline, IngestConfig config, Erasures erasures, UserEncoding encoding) {
    pipeline
        .apply("ReadUsers", read(config))
        .apply("ToRecord", ParDo.of(new ToRecordFn(encoding, erasures)))
        .apply(
            "Publish",
            KafkaIO.<String, byte[]>write()
                .withBootstrapServers(config.topic().kafka().bootstrapServers())
                .withTopic(config.topic().name())
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerConfigUpdates(
                    ExactProducer.properties(PublishTarget.producerProperties(config.topic()))));
  }

  /**
   * Adds the transforms that store raw users before publishing them, without asking a server.
   *
   * @param config with a raw store and a seed
   * @param kept what earlier runs stored
   */
  static void buildKeeping(
      Pipeline pipeline,
      IngestConfig config,
      Erasures erasures,
      UserEncoding encoding,
      RawStoreState kept) {
    PostgresConnection rawStore = config.rawStore().orElseThrow();
    PublishTarget target =
        PublishTarget.of(config.topic(), config.encryption(), rawStore, erasures, encoding);
    pipeline
        .apply(
            "ReadPages",
            read(config)
                .withFirstPage(kept.pages().first())
                .withoutPages(kept.pages().later())
                .asRawPages())
        .apply("Keep", WriteRawPages.to(rawStore))
        .apply("Publish", PublishRows.to(target));
    pipeline.apply("PublishKept", PublishStored.of(kept.unpublished(), kept.selection(), target));
  }

  private static RandomUserIO.Read read(IngestConfig config) {
    RandomUserIO.Read read = config.api().read();
    if (config.users().isPresent()) {
      read = read.withUsers(config.users().getAsLong());
    }
    if (config.seed().isPresent()) {
      read = read.withSeed(config.seed().get());
    }
    return config.every().isEmpty()
        ? read
        : read.withEvery(Duration.millis(config.every().get().toMillis()));
  }

  /**
   * Keys users by id, so that a second run replaces users instead of adding more. Drops erased
   * users.
   */
  static final class ToRecordFn extends DoFn<User, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final UserEncoding encoding;
    private final Erasures erasures;
    private final Counter erased = PublishMetrics.erased();

    ToRecordFn(UserEncoding encoding, Erasures erasures) {
      this.encoding = encoding;
      this.erasures = erasures;
    }

    @ProcessElement
    public void toRecord(@Element User user, OutputReceiver<KV<String, byte[]>> out) {
      if (erasures.contains(user.id())) {
        erased.inc();
      } else {
        out.output(KV.of(user.id(), encoding.encode(user)));
      }
    }
  }
}
