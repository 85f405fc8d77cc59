package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.options.OptionReader;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users topic and its dead letter topic. Immutable.
 *
 * @param kafka connects to the cluster
 * @param name the users topic
 * @param deadLetters the dead letter topic
 */
public record UsersTopic(KafkaConnection kafka, String name, String deadLetters)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(UsersTopic.class);

  /**
   * Reads the Kafka options.
   *
   * @param reader collects problems
   */
  public static UsersTopic read(KafkaOptions options, OptionReader reader) {
    KafkaConnection kafka = KafkaConnection.read(options, reader);
    String name = reader.topic("topic", options.getTopic());
    String deadLetters =
        Optional.ofNullable(options.getDeadLetterTopic())
            .map(topic -> reader.topic("deadLetterTopic", topic))
            .orElse(defaultDeadLetters(name));
    if (name.equals(deadLetters)) {
      reader.reject("deadLetterTopic", deadLetters, "must differ from --topic");
    }
    return new UsersTopic(kafka, name, deadLetters);
  }

  /** Returns the topic of erased users. */
  public String erasures() {
    return name + ".erasures";
  }

  /** Returns the dead letter topic of a users topic, unless an option names another one. */
  public static String defaultDeadLetters(String name) {
    return name + ".dlq";
  }

  /** Returns the properties for all clients of the job. */
  public ImmutableMap<String, Object> clientProperties() {
    return kafka.clientProperties();
  }

  /**
   * Waits for the cluster and checks that topics exist.
   *
   * @throws io.userstream.runloop.servers.ServerException if not
   */
  public void require(Duration timeout, String... topics) throws InterruptedException {
    try (Admin admin = kafka.await(timeout)) {
      Topics found = new Topics(admin);
      for (String topic : topics) {
        found.require(topic);
      }
    }
  }

  /**
   * Waits for the cluster and checks that both topics exist and that timestamps in the users topic
   * are append times, from which write times are derived.
   *
   * @throws io.userstream.runloop.servers.ServerException if not
   */
  public void requireForStore(Duration timeout) throws InterruptedException {
    try (Admin admin = kafka.await(timeout)) {
      Topics topics = new Topics(admin);
      if (!topics.requireAppendTime(name)) {
        LOG.warn(
            "cannot read message.timestamp.type of topic {}: the job checks the newest records"
                + " instead. Grant DESCRIBE_CONFIGS on the topic to check the setting",
            name);
        NewestRecords.requireAppendTime(name, clientProperties());
      }
      topics.require(deadLetters);
    }
  }
}
