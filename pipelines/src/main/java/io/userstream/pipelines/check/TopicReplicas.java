package io.userstream.pipelines.check;

import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;

/** Checks leaders and replicas of a topic, and the minimum of in-sync replicas. */
final class TopicReplicas {
  private static final String MIN_ISR = TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

  private TopicReplicas() {}

  /** Returns the smallest number of replicas of the partitions. */
  static int factor(TopicDescription topic) {
    return topic.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
  }

  /** Adds a finding for each problem, or one that all is well. */
  static void check(TopicDescription topic, Optional<Config> config, int brokers, Findings found) {
    String subject = "replicas of " + topic.name();
    int factor = factor(topic);
    int minIsr = minIsr(config);
    List<String> leaderless = partitions(topic, TopicReplicas::hasNoLeader);
    List<String> blocked =
        partitions(topic, each -> !hasNoLeader(each) && each.isr().size() < minIsr);
    List<String> behind =
        partitions(
            topic,
            each ->
                !hasNoLeader(each)
                    && each.isr().size() >= minIsr
                    && each.isr().size() < each.replicas().size());
    if (minIsr > factor) {
      found.error(
          subject,
          String.format(
              Locale.ROOT, "%s is %d, but a partition has %d replicas", MIN_ISR, minIsr, factor),
          "Lower " + MIN_ISR + ", or add replicas: Kafka rejects every record of the jobs.");
      return;
    }
    if (!leaderless.isEmpty()) {
      found.error(subject, "no leader: partitions " + join(leaderless), "Start the brokers.");
    }
    if (!blocked.isEmpty()) {
      found.error(
          subject,
          "fewer in-sync replicas than " + MIN_ISR + "=" + minIsr + ": partitions " + join(blocked),
          "Start the brokers: Kafka rejects every record of the jobs.");
    }
    if (!behind.isEmpty()) {
      found.warning(
          subject, "replicas not in sync: partitions " + join(behind), "Check the brokers.");
    }
    String numbers =
        String.format(
            Locale.ROOT,
            "%d partitions, replication factor %d%s",
            topic.partitions().size(),
            factor,
            minIsr == 0 ? "" : ", " + MIN_ISR + "=" + minIsr);
    if (factor == 1 && brokers > 1) {
      found.warning(
          subject,
          numbers + ", but " + brokers + " brokers",
          "Add replicas: without its only broker, a partition is not available.");
    } else if (factor > 1 && minIsr == factor) {
      found.warning(
          subject, numbers, "Lower " + MIN_ISR + ": no broker may be down for the jobs to write.");
    } else if (leaderless.isEmpty() && blocked.isEmpty() && behind.isEmpty()) {
      found.ok(subject, numbers + ", all in sync");
    }
  }

  /** Returns 0 if it is not known. */
  private static int minIsr(Optional<Config> config) {
    Integer known =
        config
            .map(settings -> settings.get(MIN_ISR))
            .map(ConfigEntry::value)
            .map(Ints::tryParse)
            .orElse(null);
    return known == null ? 0 : known;
  }

  private static boolean hasNoLeader(TopicPartitionInfo partition) {
    return partition.leader() == null || partition.leader().isEmpty();
  }

  private interface Condition {
    boolean isMet(TopicPartitionInfo partition);
  }

  private static List<String> partitions(TopicDescription topic, Condition condition) {
    return topic.partitions().stream()
        .filter(condition::isMet)
        .map(partition -> Integer.toString(partition.partition()))
        .toList();
  }

  private static String join(List<String> partitions) {
    return String.join(",", partitions);
  }
}
