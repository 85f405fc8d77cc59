package io.userstream.tests.stack;

import java.util.Map;

/** Logins at a Kafka with {@linkplain LocalStackBuilder#kafkaAcls ACLs}. */
public final class KafkaLogin {
  private KafkaLogin() {}

  /** Returns the client properties of a user, without the bootstrap servers. */
  public static Map<String, String> of(String user) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", jaas(user));
  }

  static String jaas(String user) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
        + user
        + "\" password=\""
        + user
        + "\";";
  }
}
