package io.userstream.pipelines.publish;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.pipelines.options.KafkaOptions;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.RawStoreOptions;
import io.userstream.pipelines.options.RawStoreSettings;
import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Where rows of the raw store go, and where they are marked. Immutable. */
@AutoValue
public abstract class PublishTarget implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract ImmutableMap<String, Object> clientProperties();

  abstract String topic();

  abstract String deadLetterTopic();

  abstract UserEncoding encoding();

  abstract PostgresConnection rawStore();

  /** What the options say; they name a raw store. */
  public static <T extends KafkaOptions & RawStoreOptions> PublishTarget of(
      T options, UserEncoding encoding) {
    return new AutoValue_PublishTarget(
        ImmutableMap.copyOf(producerProperties(options)),
        options.getTopic(),
        KafkaSettings.deadLetterTopic(options),
        encoding,
        RawStoreSettings.connection(options).orElseThrow());
  }

  /** What a producer of users starts from. */
  public static Map<String, Object> producerProperties(KafkaOptions options) {
    Map<String, Object> client = KafkaSettings.clientProperties(options);
    // A user is 0.7 kB of JSON, 0.4 kB of Avro; a batch shrinks to a third at hardly any cost.
    client.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return client;
  }

  /** Opens it for one thread. */
  RowPublisher open() throws InterruptedException {
    return new RowPublisher(this);
  }
}
