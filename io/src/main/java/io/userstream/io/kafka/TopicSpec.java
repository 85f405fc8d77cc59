package io.userstream.io.kafka;

import com.google.auto.value.AutoValue;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/** A topic as Userstream needs it: its name, and the configuration that matters. Immutable. */
@AutoValue
public abstract class TopicSpec {
  /**
   * A dead letter is larger than its origin, by its headers, and by what compression saved: a topic
   * of Kafka's default limit of 1 MiB can hold records of several.
   */
  public static final int MAX_DEAD_LETTER_BYTES = 32 << 20;

  /**
   * How far the store may be behind: compaction takes no record away that is younger, because
   * without it later records could get lower write times in a second reading (decision record 019).
   */
  private static final Duration MIN_COMPACTION_LAG = Duration.ofDays(1);

  /** A topic may have more of these than it needs. */
  private static final ImmutableSet<String> LEAST =
      ImmutableSet.of(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);

  public abstract String name();

  /** Topic configuration that differs from the broker's defaults, or must not depend on them. */
  public abstract ImmutableMap<String, String> config();

  /**
   * The users' topic: the newest record of each user is kept for ever, and its time is that of the
   * append, from which the write time in Cassandra comes.
   */
  public static TopicSpec users(String name) {
    return new AutoValue_TopicSpec(
        name,
        ImmutableMap.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            Long.toString(MIN_COMPACTION_LAG.toMillis())));
  }

  /** The dead letters' topic: kept until somebody has looked at them. */
  public static TopicSpec deadLetters(String name) {
    return new AutoValue_TopicSpec(
        name,
        ImmutableMap.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(MAX_DEAD_LETTER_BYTES)));
  }

  /** Returns the same topic, on which a write is acknowledged by so many replicas. */
  public TopicSpec withMinInsyncReplicas(int replicas) {
    return new AutoValue_TopicSpec(
        name(),
        ImmutableMap.<String, String>builder()
            .putAll(config())
            .put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(replicas))
            .buildOrThrow());
  }

  /**
   * Returns the parts of {@link #config} in which a topic of the server differs. Other settings are
   * not compared.
   */
  public List<TopicDifference> differences(Config actual) {
    List<TopicDifference> differences = new ArrayList<>();
    for (Map.Entry<String, String> wanted : config().entrySet()) {
      ConfigEntry there = actual.get(wanted.getKey());
      String value = there == null ? "not set" : there.value();
      boolean isLeast = LEAST.contains(wanted.getKey());
      if (isLeast
          ? !isAtLeast(value, wanted.getValue())
          : !items(value).equals(items(wanted.getValue()))) {
        differences.add(new TopicDifference(wanted.getKey(), value, wanted.getValue(), isLeast));
      }
    }
    return differences;
  }

  /** The command of Kafka's own tools that removes the differences, and changes nothing else. */
  public String alterCommand(String bootstrapServers, List<TopicDifference> differences) {
    return String.format(
        "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s"
            + " --add-config %s",
        bootstrapServers,
        name(),
        differences.stream()
            .map(difference -> difference.key() + "=" + difference.wanted())
            .collect(Collectors.joining(",")));
  }

  private static boolean isAtLeast(String value, String least) {
    Long actual = Longs.tryParse(value);
    return actual != null && actual >= Long.parseLong(least);
  }

  /** A list such as {@code compact,delete} is the same in any order. */
  private static ImmutableSet<String> items(String value) {
    return ImmutableSet.copyOf(Splitter.on(',').split(value));
  }
}
