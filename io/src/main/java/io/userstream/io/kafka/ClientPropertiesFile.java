package io.userstream.io.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A file with Kafka client properties, in the format of Kafka's own tools. */
final class ClientPropertiesFile {
  private ClientPropertiesFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read
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
    return read;
  }
}
