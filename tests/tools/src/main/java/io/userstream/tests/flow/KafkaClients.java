package io.userstream.tests.flow;

import io.userstream.tests.stack.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens Kafka clients with default settings, independent of the project's code. */
public final class KafkaClients {
  private KafkaClients() {}

  /** Opens an admin client, which the caller closes. */
  public static Admin admin(LocalStack stack) {
    return Admin.create(stack.kafkaClient());
  }

  /** Opens a producer of bytes, which the caller closes. */
  public static KafkaProducer<byte[], byte[]> producer(LocalStack stack) {
    return new KafkaProducer<>(
        stack.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns the id that distinguishes a topic from an earlier one with the same name. */
  public static String topicId(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .topicId()
        .toString();
  }

  /**
   * Returns the properties of a client that may do everything.
   *
   * @param more further properties
   */
  public static Map<String, Object> properties(LocalStack stack, Map<String, ?> more) {
    Map<String, Object> properties = stack.kafkaClient();
    properties.putAll(more);
    return properties;
  }
}
