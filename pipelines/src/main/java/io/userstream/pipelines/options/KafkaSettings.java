package io.userstream.pipelines.options;

import io.userstream.io.kafka.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;

/** What a job makes of {@link KafkaOptions}. */
public final class KafkaSettings {
  private KafkaSettings() {}

  /** What is wrong with the options, one line each; reads the file of client properties. */
  public static List<String> problems(KafkaOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .hostPorts("bootstrapServers", options.getBootstrapServers())
            .topic("topic", options.getTopic())
            .topic("deadLetterTopic", options.getDeadLetterTopic());
    if (options.getTopic().equals(options.getDeadLetterTopic())) {
      problems.add(
          "deadLetterTopic", options.getDeadLetterTopic(), "must be another than the users' topic");
    }
    return problems
        .check("kafkaConfig", options.getKafkaConfig(), KafkaSettings::checkClientProperties)
        .list();
  }

  /** The topic of the dead letters, by default that of the users with {@code .dlq} behind it. */
  public static String deadLetterTopic(KafkaOptions options) {
    return options.getDeadLetterTopic() == null
        ? options.getTopic() + ".dlq"
        : options.getDeadLetterTopic();
  }

  /**
   * Returns what every Kafka client of the job starts from: the brokers, the properties of the
   * file, and no JMX beans, of which KafkaIO would leave behind one set for each reader. The map is
   * the caller's to change.
   *
   * @throws IllegalArgumentException when the file cannot be read
   */
  public static Map<String, Object> clientProperties(KafkaOptions options) {
    Map<String, Object> properties = new HashMap<>();
    if (options.getKafkaConfig() != null) {
      properties.putAll(read(options.getKafkaConfig()));
    }
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.getBootstrapServers());
    properties.put("auto.include.jmx.reporter", "false");
    return properties;
  }

  /** Waits for a broker; see {@link KafkaConnection#await}. */
  public static Admin await(KafkaOptions options, Duration timeout) throws InterruptedException {
    return KafkaConnection.await(clientProperties(options), timeout);
  }

  private static void checkClientProperties(String file) {
    Map<String, Object> properties = new HashMap<>(read(file));
    // The brokers are another option's, and checked there.
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    try {
      AdminClientConfig unused = new AdminClientConfig(properties);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Map<String, String> read(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("cannot be read as a file of properties", e);
    }
    Map<String, String> read = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
    return read;
  }
}
