package io.userstream.io.kafka;

import com.google.common.base.Throwables;
import io.userstream.io.options.ThisHost;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Kafka's own TLS, from the {@code ssl.*} properties, with two differences: new connections use
 * renewed key store files, and an error names this host. Kafka creates it by its name. Thread-safe.
 */
public final class FileEngines extends DefaultSslEngineFactory {
  @Nullable private Map<String, Object> properties;

  /**
   * Reads the key stores.
   *
   * @throws UnusableSecretException if this host cannot
   */
  @Override
  public synchronized void configure(Map<String, ?> given) {
    properties = new HashMap<>(given);
    requireFile(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, given);
    requireFile(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, given);
    try {
      super.configure(given);
    } catch (KafkaException e) {
      throw new UnusableSecretException(
          String.format(
              Locale.ROOT,
              "The ssl.* properties of the --kafkaConfig file cannot be used on host %s: %s (%s)",
              ThisHost.name(),
              e.getMessage(),
              Throwables.getRootCause(e).getMessage()),
          e);
    }
  }

  /** Kafka would log a stack trace. */
  private static void requireFile(String property, Map<String, ?> properties) {
    Object file = properties.get(property);
    if (file != null && !Files.isReadable(Path.of(file.toString()))) {
      throw new UnusableSecretException(
          String.format(
              Locale.ROOT,
              "%s=%s on host %s: cannot read the file",
              property,
              file,
              ThisHost.name()),
          new NoSuchFileException(file.toString()));
    }
  }

  @Override
  public synchronized SSLEngine createClientSslEngine(
      String host, int port, String endpointIdentification) {
    if (properties != null && shouldBeRebuilt(properties)) {
      configure(properties);
    }
    return super.createClientSslEngine(host, port, endpointIdentification);
  }
}
