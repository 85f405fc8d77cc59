package io.userstream.io.kafka;

import com.google.common.base.Ascii;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The {@code kafkaTls} options as client properties. */
final class KafkaTls {
  /** The beginning of the options' names. */
  static final String PREFIX = "kafkaTls";

  private KafkaTls() {}

  /**
   * Returns what to add to the properties of a file. Any option implies TLS.
   *
   * @param file the properties of the {@code --kafkaConfig} file
   * @param reader collects problems, such as properties that contradict the options
   */
  static Map<String, Object> read(
      KafkaOptions options, Map<String, String> file, OptionReader reader) {
    TlsSettings settings =
        TlsSettings.read(
            PREFIX,
            new TlsValues(
                options.getKafkaTlsTrust(),
                options.getKafkaTlsTrustPassword(),
                options.getKafkaTlsKey(),
                options.getKafkaTlsKeyPassword(),
                options.getKafkaTlsVerifyHost()),
            reader);
    Map<String, Object> added = new HashMap<>();
    if (settings.isCustom()) {
      for (String name : new TreeSet<>(file.keySet())) {
        if (name.startsWith("ssl.")) {
          reader.reject(
              "kafkaConfig",
              options.getKafkaConfig(),
              name + " contradicts the --kafkaTls options: remove it or them");
        }
      }
      added.put(TlsEngines.SETTINGS, settings);
      added.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TlsEngines.class.getName());
      added.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, encrypted(file).name);
    } else if (isEncrypted(file) && !file.containsKey(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG)) {
      added.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, FileEngines.class.getName());
    }
    return added;
  }

  private static boolean isEncrypted(Map<String, String> file) {
    return Ascii.toUpperCase(file.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, ""))
        .trim()
        .endsWith("SSL");
  }

  /** A login without a protocol is meant to be used. */
  private static SecurityProtocol encrypted(Map<String, String> file) {
    String protocol =
        file.getOrDefault(
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            file.containsKey(SaslConfigs.SASL_JAAS_CONFIG) ? "SASL_SSL" : "SSL");
    return Ascii.toUpperCase(protocol.trim()).startsWith("SASL_")
        ? SecurityProtocol.SASL_SSL
        : SecurityProtocol.SSL;
  }
}
