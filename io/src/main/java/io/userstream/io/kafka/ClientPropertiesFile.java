package io.userstream.io.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;

/** A file with Kafka client properties, in the format of Kafka's own tools. */
final class ClientPropertiesFile {
  private ClientPropertiesFile() {}

  /**
   * Reads and checks a file.
   *
   * @throws IllegalArgumentException if it cannot be read, or a client would reject it
   */
  static Map<String, String> read(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("cannot be read as a properties file", e);
    }
    Map<String, String> read = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
    check(read);
    return read;
  }

  private static void check(Map<String, String> read) {
    Map<String, Object> properties = new HashMap<>(read);
    // Required, but set and checked by --bootstrapServers.
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    try {
      AdminClientConfig unused = new AdminClientConfig(properties);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
