package io.userstream.tests.stack;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A client listener with TLS, in addition to the listener of every node without it. Clients address
 * it as {@code localhost}. Immutable.
 *
 * @param name upper-case letters
 * @param protocol {@code SSL} or {@code SASL_SSL}
 * @param settings of this listener, without the prefix {@code listener.name.…}
 */
public record KafkaListener(String name, String protocol, Map<String, String> settings) {
  private static final String PROTOCOLS = "listener.security.protocol.map";

  /** Describes a listener without logins. */
  public static KafkaListener tls(String name, IssuedCertificate own) {
    return new KafkaListener(name, "SSL", certificate(own));
  }

  /** Describes a listener whose users are the common names of their certificates. */
  public static KafkaListener mutualTls(
      String name, IssuedCertificate own, CertificateAuthority clients) {
    Map<String, String> settings = certificate(own);
    settings.put("ssl.client.auth", "required");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", clients.trust().toString());
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=(.*?)$/$1/,DEFAULT");
    return new KafkaListener(name, "SSL", settings);
  }

  /** Describes a listener for the users that {@link LocalStackBuilder#kafkaScramUser} adds. */
  public static KafkaListener scram(String name, IssuedCertificate own) {
    Map<String, String> settings = certificate(own);
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    return new KafkaListener(name, "SASL_SSL", settings);
  }

  /**
   * Describes a listener whose users are the subjects of tokens.
   *
   * @param keys address of the JSON web key set of the issuer, which {@code -D…allowed.urls} of the
   *     nodes must contain
   */
  public static KafkaListener oauthBearer(
      String name, IssuedCertificate own, String keys, String issuer, String audience) {
    Map<String, String> settings = certificate(own);
    settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
    settings.put(
        "oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    settings.put(
        "oauthbearer.sasl.server.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    settings.put("sasl.oauthbearer.jwks.endpoint.url", keys);
    settings.put("sasl.oauthbearer.expected.issuer", issuer);
    settings.put("sasl.oauthbearer.expected.audience", audience);
    return new KafkaListener(name, "SASL_SSL", settings);
  }

  /** Adds the listener to the settings of a node. */
  void addTo(Map<String, String> node, int port) {
    node.merge("listeners", name + "://127.0.0.1:" + port, KafkaListener::append);
    node.merge("advertised.listeners", name + "://localhost:" + port, KafkaListener::append);
    node.putIfAbsent(PROTOCOLS, "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    node.merge(PROTOCOLS, name + ":" + protocol, KafkaListener::append);
    addSettings(node);
  }

  /** Adds the settings of the listener, but not the listener, to the settings of a node. */
  void addSettings(Map<String, String> node) {
    settings.forEach(
        (key, value) ->
            node.put("listener.name." + name.toLowerCase(Locale.ROOT) + "." + key, value));
  }

  private static String append(String list, String element) {
    return list + "," + element;
  }

  private static Map<String, String> certificate(IssuedCertificate own) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", own.pem().toString());
    return settings;
  }
}
