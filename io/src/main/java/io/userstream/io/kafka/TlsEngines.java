package io.userstream.io.kafka;

import io.userstream.io.tls.TlsSettings;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.annotation.Nullable;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/**
 * Gives Kafka's clients the {@link TlsSettings} of the job. Kafka creates it by its name. Every
 * connection uses the present contents of the references. Thread-safe after its configuration.
 */
public final class TlsEngines implements SslEngineFactory {
  /** The client property with the settings. */
  static final String SETTINGS = "userstream.tls";

  @Nullable private TlsSettings settings;

  /**
   * Reads the settings.
   *
   * @throws UnusableSecretException if a content cannot be used on this host. Without this check,
   *     clients would try to connect forever
   */
  @Override
  public void configure(Map<String, ?> properties) {
    settings = (TlsSettings) Objects.requireNonNull(properties.get(SETTINGS), SETTINGS);
    try {
      Object unused = settings.context();
    } catch (IllegalArgumentException e) {
      throw new UnusableSecretException(e.getMessage(), e);
    }
  }

  @Override
  public SSLEngine createClientSslEngine(
      String host, int port, @Nullable String endpointIdentification) {
    return Objects.requireNonNull(settings).clientEngine(host, port);
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("for clients only");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return false; // Each connection resolves the references.
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  /** Returns null, because only servers compare their key stores. */
  @Override
  @Nullable
  public KeyStore keystore() {
    return null;
  }

  /** Returns null, because only servers compare their trust stores. */
  @Override
  @Nullable
  public KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
