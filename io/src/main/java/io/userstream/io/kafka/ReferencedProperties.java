package io.userstream.io.kafka;

import com.google.common.base.Splitter;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.ShownValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Client properties whose references to secrets are variables of Kafka, which {@link ClientSecrets}
 * resolves in each client. A reference is the whole value of a property that holds a secret, as in
 * {@code ssl.keystore.key=file:/run/secrets/key}, or a part of any other value, as in {@code
 * password="${env:KAFKA_PASSWORD}"}. Immutable.
 *
 * @param values the properties; they contain no secret that the file only refers to
 * @param problems one for each reference that cannot be resolved on this host
 */
record ReferencedProperties(Map<String, String> values, List<String> problems) {
  private static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;
  private static final String PLAIN = "userstream";
  private static final String QUOTED = "userstream-quoted";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z][a-z0-9]*):([^}]*)}");

  /** Reads properties. Variables of Kafka's own {@code config.providers} stay as they are. */
  static ReferencedProperties of(Map<String, String> file) {
    List<String> own =
        Splitter.on(',')
            .trimResults()
            .omitEmptyStrings()
            .splitToList(file.getOrDefault(PROVIDERS, ""));
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new HashMap<>(file);
    new TreeMap<>(file)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PROVIDERS)) {
                values.put(name, referring(name, value, own, problems));
              }
            });
    if (!values.equals(file)) {
      values.put(
          PROVIDERS,
          String.join(",", Stream.concat(own.stream(), Stream.of(PLAIN, QUOTED)).toList()));
      for (String provider : List.of(PLAIN, QUOTED)) {
        values.put(PROVIDERS + "." + provider + ".class", ClientSecrets.class.getName());
      }
      values.put(PROVIDERS + "." + QUOTED + ".param." + ClientSecrets.QUOTED, "true");
    }
    return new ReferencedProperties(Map.copyOf(values), List.copyOf(problems));
  }

  private static String referring(
      String name, String value, List<String> own, List<String> problems) {
    Optional<SecretReference> whole =
        holdsSecret(name) ? SecretReference.parseIfReference(value.trim()) : Optional.empty();
    if (whole.isPresent()) {
      return variable(PLAIN, name, whole.get(), problems);
    }
    // In a login, the value around the variable is quoted.
    String provider = name.endsWith(SaslConfigs.SASL_JAAS_CONFIG) ? QUOTED : PLAIN;
    return VARIABLE
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    own.contains(found.group(1))
                        ? found.group()
                        : SecretReference.parseIfReference(found.group(1) + ":" + found.group(2))
                            .map(reference -> variable(provider, name, reference, problems))
                            .orElseGet(
                                () -> {
                                  problems.add(
                                      String.format(
                                          Locale.ROOT,
                                          "%s: no provider resolves ${%s:…}",
                                          name,
                                          found.group(1)));
                                  return "";
                                })));
  }

  private static String variable(
      String provider, String name, SecretReference reference, List<String> problems) {
    try {
      if (reference.toString().contains("}")) {
        throw new IllegalArgumentException("a reference must not contain }");
      }
      Object unused = reference.resolve();
      return "${" + provider + ":" + reference + "}";
    } catch (IllegalArgumentException e) {
      problems.add(name + ": " + e.getMessage());
      return "";
    }
  }

  /** Kafka hides passwords, and does not log properties that it does not know. */
  private static boolean holdsSecret(String name) {
    List<ConfigDef.ConfigKey> known =
        Stream.of(
                AdminClientConfig.configDef(),
                ConsumerConfig.configDef(),
                ProducerConfig.configDef())
            .flatMap(definition -> Stream.ofNullable(definition.configKeys().get(name)))
            .toList();
    return known.isEmpty()
        ? ShownValue.isSecret(name)
        : known.stream().allMatch(key -> key.type() == ConfigDef.Type.PASSWORD);
  }
}
