package io.userstream.pipelines.publish;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.registry.UserEncoding;
import java.io.Serializable;
import java.util.HashMap;
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

  /** Publishes rows of this raw store into this topic. */
  public static PublishTarget of(
      UsersTopic topic, PostgresConnection rawStore, UserEncoding encoding) {
    return new AutoValue_PublishTarget(
        ImmutableMap.copyOf(producerProperties(topic)),
        topic.name(),
        topic.deadLetters(),
        encoding,
        rawStore);
  }

  /** Returns the properties that a producer of users starts from. */
  public static Map<String, Object> producerProperties(UsersTopic topic) {
    Map<String, Object> client = new HashMap<>(topic.clientProperties());
    // A user is 0.7 kB of JSON, 0.4 kB of Avro; a batch shrinks to a third at hardly any cost.
    client.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return client;
  }
}
