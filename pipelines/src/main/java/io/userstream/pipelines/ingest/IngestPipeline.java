package io.userstream.pipelines.ingest;

import io.userstream.io.kafka.ExactProducer;
import io.userstream.io.randomuser.RandomUserIO;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.model.UserJson;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.KafkaSettings;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.producer.ProducerConfig;
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
   * @param schemaId the registered id of the Avro schema to write with; empty for JSON
   */
  static void build(Pipeline pipeline, IngestOptions options, Optional<Integer> schemaId) {
    pipeline
        .apply("ReadUsers", read(options))
        .apply("ToRecord", ParDo.of(new ToRecordFn(schemaId.orElse(null))))
        .apply(
            "Publish",
            KafkaIO.<String, byte[]>write()
                .withBootstrapServers(options.getBootstrapServers())
                .withTopic(options.getTopic())
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerConfigUpdates(producer(options)));
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

  private static Map<String, Object> producer(IngestOptions options) {
    Map<String, Object> client = KafkaSettings.clientProperties(options);
    // A user is 0.7 kB of JSON, 0.4 kB of Avro; a batch shrinks to a third at hardly any cost.
    client.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return ExactProducer.properties(client);
  }

  private static Duration duration(String option) {
    return Duration.millis(Durations.parse(option).toMillis());
  }

  /** Keyed by id, so that a repeated run replaces users and adds none. */
  static final class ToRecordFn extends DoFn<User, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @Nullable private final Integer schemaId;

    ToRecordFn(@Nullable Integer schemaId) {
      this.schemaId = schemaId;
    }

    @ProcessElement
    public void toRecord(@Element User user, OutputReceiver<KV<String, byte[]>> out) {
      out.output(
          KV.of(
              user.id(), schemaId == null ? UserJson.write(user) : UserAvro.write(user, schemaId)));
    }
  }
}
