package io.userstream.io.kafka;

import io.userstream.io.options.SecretReference;
import io.userstream.io.options.ThisHost;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Resolves references inside Kafka's clients, on the host that creates the client: a variable
 * {@code ${userstream:file:/run/secrets/kafka}} is the reference {@code file:/run/secrets/kafka}.
 * Kafka creates it by its name, as {@link ReferencedProperties} wrote it. Thread-safe after its
 * configuration.
 */
public final class ClientSecrets implements ConfigProvider {
  /** The parameter that makes it escape what is not allowed in a quoted value of JAAS. */
  static final String QUOTED = "quoted";

  private boolean quoted;

  @Override
  public void configure(Map<String, ?> parameters) {
    quoted = Boolean.parseBoolean(String.valueOf(parameters.get(QUOTED)));
  }

  /** Returns nothing, because variables name a secret. */
  @Override
  public ConfigData get(String scheme) {
    return new ConfigData(Map.of());
  }

  /**
   * Resolves references.
   *
   * @param names the parts of the references after the scheme
   * @throws UnusableSecretException with the reference and this host, if it cannot be resolved
   */
  @Override
  public ConfigData get(String scheme, Set<String> names) {
    Map<String, String> resolved = new HashMap<>();
    for (String name : names) {
      String reference = scheme + ":" + name;
      try {
        String secret = SecretReference.parse(reference).resolve();
        resolved.put(name, quoted ? escaped(secret) : secret);
      } catch (IllegalArgumentException e) {
        throw new UnusableSecretException(
            String.format(
                Locale.ROOT,
                "The reference %s in the --kafkaConfig file on host %s: %s",
                reference,
                ThisHost.name(),
                e.getMessage()),
            e);
      }
    }
    return new ConfigData(resolved);
  }

  private static String escaped(String secret) {
    return secret
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("'", "\\'")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  @Override
  public void close() {}
}
