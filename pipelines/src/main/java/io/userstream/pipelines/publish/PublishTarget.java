package io.userstream.pipelines.publish;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.registry.UserEncoding;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The topic that receives rows of the raw store, and the store in which they are marked. Immutable.
 */
public record PublishTarget(
    ImmutableMap<String, Object> clientProperties,
    String topic,
    String deadLetterTopic,
    DeadLetterEncryption encryption,
    UserEncoding encoding,
    PostgresConnection rawStore,
    Erasures erasures)
    implements Serializable {
  /**
   * Returns a target that publishes rows of this raw store to this topic.
   *
   * @param erasures users who are not published; their rows are erased
   */
  public static PublishTarget of(
      UsersTopic topic,
      DeadLetterEncryption encryption,
      PostgresConnection rawStore,
      Erasures erasures,
      UserEncoding encoding) {
    return new PublishTarget(
        ImmutableMap.copyOf(producerProperties(topic)),
        topic.name(),
        topic.deadLetters(),
        encryption,
        encoding,
        rawStore,
        erasures);
  }

  /** Returns the basic properties of a producer of users. */
  public static Map<String, Object> producerProperties(UsersTopic topic) {
    Map<String, Object> client = new HashMap<>(topic.clientProperties());
    // A user is 0.7 kB of JSON or 0.4 kB of Avro. lz4 shrinks a batch to a third at little cost.
    client.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return client;
  }
}
