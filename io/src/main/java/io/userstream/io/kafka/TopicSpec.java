package io.userstream.io.kafka;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The name and required configuration of a topic. Immutable.
 *
 * @param config settings that differ from the broker's defaults, or must not depend on them
 */
public record TopicSpec(String name, ImmutableMap<String, String> config) {
  /**
   * A dead letter is larger than its origin because of its headers and missing compression: a topic
   * with Kafka's default limit of 1 MiB can contain compressed records of several MiB.
   */
  public static final int MAX_DEAD_LETTER_BYTES = 32 << 20;

  /**
   * The size of key, value and headers of the largest record that fits into a dead letter with its
   * additional headers. A larger one is rejected, regardless of its content.
   */
  public static final int MAX_RECORD_BYTES = MAX_DEAD_LETTER_BYTES - (128 << 10);

  /**
   * The maximum lag of the store, and so its longest expected absence. Compaction does not remove
   * younger records, because without them later records could get lower write times when they are
   * read again (decision record 019).
   */
  public static final Duration LONGEST_ABSENCE = Duration.ofDays(1);

  /** With this many replicas, one may be down and a record still has two copies. */
  private static final int MIN_REPLICATED = 3;

  /** The limit of several managed clusters. */
  private static final int SMALLER_MESSAGE_BYTES = 8 << 20;

  /**
   * Settings for which larger values are accepted. With smaller ones, jobs work less well: large
   * dead letters lose the end of their value.
   */
  private static final ImmutableSet<String> LEAST =
      ImmutableSet.of(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);

  /**
   * Returns the users topic. It keeps the latest record of each user forever. Its timestamps are
   * append times, from which write times are derived.
   */
  public static TopicSpec users(String name) {
    return new TopicSpec(
        name,
        ImmutableMap.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            Long.toString(LONGEST_ABSENCE.toMillis())));
  }

  /** Returns the dead letter topic, which keeps records forever. */
  public static TopicSpec deadLetters(String name) {
    return new TopicSpec(
        name,
        ImmutableMap.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(MAX_DEAD_LETTER_BYTES)));
  }

  /** Returns the topic of erased users, which keeps the latest record of each forever. */
  public static TopicSpec erasures(String name) {
    return new TopicSpec(
        name,
        ImmutableMap.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
  }

  /**
   * Returns the same topic with the minimum of in-sync replicas for a replication factor, so that
   * an acknowledged record is replicated: with three or more replicas, all but one must have it.
   * With fewer, the setting would mean one replica, or no writes while a broker is down.
   *
   * @param asked the minimum of the operator, which is used instead, up to the factor
   */
  public TopicSpec replicated(int factor, OptionalInt asked) {
    if (asked.isPresent()) {
      return withMinInsyncReplicas(Math.min(asked.getAsInt(), factor));
    }
    return factor < MIN_REPLICATED ? this : withMinInsyncReplicas(factor - 1);
  }

  /** Returns the same topic with a minimum number of in-sync replicas. */
  public TopicSpec withMinInsyncReplicas(int replicas) {
    return new TopicSpec(
        name,
        ImmutableMap.<String, String>builder()
            .putAll(config)
            .put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(replicas))
            .buildOrThrow());
  }

  /**
   * Returns the same topic with smaller messages, for a cluster that does not allow larger ones:
   * first 8 MiB, then the cluster's default. Empty if there is nothing smaller.
   */
  Optional<TopicSpec> withSmallerMessages() {
    String size = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (size == null) {
      return Optional.empty();
    }
    Map<String, String> smaller = new LinkedHashMap<>(config);
    if (Integer.parseInt(size) > SMALLER_MESSAGE_BYTES) {
      smaller.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(SMALLER_MESSAGE_BYTES));
    } else {
      smaller.remove(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    }
    return Optional.of(new TopicSpec(name, ImmutableMap.copyOf(smaller)));
  }

  /** Returns the command of Kafka's own tools that creates the topic. */
  String createCommand(int partitions, int replicationFactor) {
    return String.format(
        Locale.ROOT,
        "kafka-topics.sh --create --topic %s --partitions %d --replication-factor %d%s",
        name,
        partitions,
        replicationFactor,
        config.entrySet().stream()
            .map(setting -> " --config " + setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining()));
  }

  /**
   * Returns the differences between a topic on the server and {@link #config}. Ignores other
   * settings.
   */
  public List<TopicDifference> differences(Config actual) {
    List<TopicDifference> differences = new ArrayList<>();
    for (Map.Entry<String, String> wanted : config.entrySet()) {
      ConfigEntry entry = actual.get(wanted.getKey());
      String value =
          entry == null || entry.value() == null ? TopicDifference.NOT_REPORTED : entry.value();
      boolean isLeast = LEAST.contains(wanted.getKey());
      if (isLeast
          ? !isAtLeast(value, wanted.getValue())
          : !items(value).equals(items(wanted.getValue()))) {
        differences.add(new TopicDifference(wanted.getKey(), value, wanted.getValue(), isLeast));
      }
    }
    return differences;
  }

  /** Returns the command of Kafka's own tools that fixes only these differences. */
  public String alterCommand(String bootstrapServers, List<TopicDifference> differences) {
    return String.format(
        Locale.ROOT,
        "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s"
            + " --add-config %s",
        bootstrapServers,
        name,
        differences.stream()
            .map(difference -> difference.key() + "=" + difference.wanted())
            .collect(Collectors.joining(",")));
  }

  private static boolean isAtLeast(String value, String least) {
    Long actual = Longs.tryParse(value);
    return actual != null && actual >= Long.parseLong(least);
  }

  /** Splits lists such as {@code compact,delete}, whose order does not matter. */
  private static ImmutableSet<String> items(String value) {
    return ImmutableSet.copyOf(Splitter.on(',').split(value));
  }
}
