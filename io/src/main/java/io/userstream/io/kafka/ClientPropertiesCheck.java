package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.runloop.ranges.ConsumerProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Finds what is wrong with client properties before a client is built: settings that a job has to
 * set itself, and what an admin client, a consumer or a producer of the jobs would reject.
 */
final class ClientPropertiesCheck {
  /**
   * A setting of the jobs.
   *
   * @param accepted the values that say the same as the job
   * @param hint what to do instead of setting it; may be empty
   */
  private record Fixed(ImmutableSet<String> accepted, String hint) {
    static Fixed to(String... accepted) {
      return new Fixed(ImmutableSet.copyOf(accepted), "");
    }

    static Fixed instead(String hint) {
      return new Fixed(ImmutableSet.of(), hint);
    }
  }

  private static final ImmutableMap<String, Fixed> FIXED =
      ImmutableMap.<String, Fixed>builder()
          .put(ConsumerConfig.GROUP_ID_CONFIG, Fixed.instead("use --group instead"))
          .put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, Fixed.to())
          .put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, Fixed.to("classic", "CLASSIC"))
          .put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, Fixed.to())
          .put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, Fixed.to())
          .put(
              ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
              Fixed.instead("use --sessionTimeout of the store instead"))
          .put(
              ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
              Fixed.instead("use --sessionTimeout of the store instead"))
          .put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, Fixed.to("false"))
          .put(
              ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
              new Fixed(
                  ImmutableSet.of("earliest"), "a new group starts at the beginning of the topic"))
          .put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, Fixed.to("read_committed"))
          .put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, Fixed.to("false"))
          .put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, Fixed.to())
          .put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Fixed.to())
          .put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, Fixed.to())
          .put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Fixed.to())
          .put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Fixed.to())
          .put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, Fixed.to("true"))
          .put(ProducerConfig.ACKS_CONFIG, Fixed.to("all", "-1"))
          .put(ProducerConfig.RETRIES_CONFIG, Fixed.to(Integer.toString(Integer.MAX_VALUE)))
          .put("auto.include.jmx.reporter", Fixed.to("false"))
          .buildOrThrow();

  private ClientPropertiesCheck() {}

  /** Returns all problems; empty if every client accepts the properties. */
  static List<String> problems(Map<String, String> given) {
    List<String> problems = new ArrayList<>(fixedSettings(given));
    Map<String, Object> allowed = new HashMap<>(given);
    allowed.keySet().removeAll(FIXED.keySet());
    allowed.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    Map<String, Object> consumer =
        ConsumerProperties.of(allowed, "none", IsolationLevel.READ_COMMITTED);
    Map<String, Object> producer = new HashMap<>(ExactProducer.properties(allowed));
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());

    Set<String> invalid = new LinkedHashSet<>();
    invalid.addAll(values(AdminClientConfig.configDef(), allowed));
    invalid.addAll(values(ConsumerConfig.configDef(), consumer));
    invalid.addAll(values(ProducerConfig.configDef(), producer));
    if (invalid.isEmpty()) { // Otherwise the clients would only report the first of the same.
      invalid.addAll(built(() -> new AdminClientConfig(allowed)));
      invalid.addAll(built(() -> new ConsumerConfig(consumer)));
      invalid.addAll(built(() -> new ProducerConfig(producer)));
    }
    if (invalid.isEmpty()) {
      invalid.addAll(timeouts(allowed, producer));
    }
    problems.addAll(invalid);
    return problems;
  }

  private static List<String> fixedSettings(Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(given)
        .forEach(
            (name, value) -> {
              Fixed fixed = FIXED.get(name);
              if (fixed != null && !fixed.accepted().contains(value.trim())) {
                problems.add(
                    name
                        + " is set by the jobs themselves: remove it"
                        + (fixed.hint().isEmpty() ? "" : "; " + fixed.hint()));
              }
            });
    return problems;
  }

  private static List<String> values(ConfigDef definition, Map<String, ?> properties) {
    Map<String, String> texts = new HashMap<>();
    properties.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return definition.validate(texts).stream()
        .flatMap(value -> value.errorMessages().stream().limit(1))
        .toList();
  }

  private interface Client {
    Object build();
  }

  private static List<String> built(Client client) {
    try {
      Object unused = client.build();
      return List.of();
    } catch (ConfigException e) {
      return List.of(e.getMessage());
    }
  }

  /** Checks what the constructors of the clients check in addition to their configurations. */
  private static List<String> timeouts(Map<String, Object> given, Map<String, Object> producing) {
    List<String> problems = new ArrayList<>();
    ProducerConfig producer = new ProducerConfig(producing);
    long deliveryMs = producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    long lingerMs = producer.getLong(ProducerConfig.LINGER_MS_CONFIG);
    long sendMs = producer.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    if (deliveryMs < lingerMs + sendMs) {
      problems.add(
          String.format(
              Locale.ROOT,
              "delivery.timeout.ms (%d) must be at least linger.ms (%d) + request.timeout.ms (%d)",
              deliveryMs,
              lingerMs,
              sendMs));
    }
    AdminClientConfig admin = new AdminClientConfig(given);
    int apiMs = admin.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    int requestMs = admin.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    if (given.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG) && apiMs < requestMs) {
      problems.add(
          String.format(
              Locale.ROOT,
              "default.api.timeout.ms (%d) must be at least request.timeout.ms (%d)",
              apiMs,
              requestMs));
    }
    return problems;
  }
}
