package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The offsets that are new since an earlier look. */
final class NewOffsets {
  /** Maximum difference between the clocks of brokers and workers. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private NewOffsets() {}

  /**
   * Returns the records that the store had not committed at the earlier look, and all dead letters
   * that can be theirs: those that were written since the oldest of these records was appended.
   *
   * @param since the offsets of the earlier look, of the same topic
   */
  static FixedOffsets between(
      FixedOffsets since, FixedOffsets now, Map<String, ?> clientProperties) {
    Map<Integer, PartitionLog> users = new TreeMap<>();
    now.users()
        .forEach(
            (partition, log) -> {
              long start =
                  Math.max(log.start(), since.committed().getOrDefault(partition, log.start()));
              users.put(
                  partition,
                  new PartitionLog(
                      Math.min(start, log.stable()), log.stable(), log.end(), log.oldestMs()));
            });
    return now.toBuilder()
        .setWindow(true)
        .setUsers(users)
        .setDead(dead(now, oldestMs(now.topic(), users, clientProperties), clientProperties))
        .build();
  }

  private static OptionalLong oldestMs(
      String topic, Map<Integer, PartitionLog> users, Map<String, ?> clientProperties) {
    try (LogReader log = new LogReader(topic, clientProperties)) {
      return users.entrySet().stream()
          .map(
              user ->
                  log.timestampAt(
                      new TopicPartition(topic, user.getKey()),
                      user.getValue().start(),
                      user.getValue().stable()))
          .flatMapToLong(OptionalLong::stream)
          .min();
    }
  }

  private static ImmutableList<PartitionRange> dead(
      FixedOffsets now, OptionalLong oldestMs, Map<String, ?> clientProperties) {
    if (oldestMs.isEmpty() || now.dead().isEmpty()) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<PartitionRange> dead = ImmutableList.builder();
    try (LogReader log = new LogReader(now.deadLetterTopic(), clientProperties)) {
      Map<TopicPartition, Long> starts =
          log.startsAt(Math.max(0, oldestMs.getAsLong() - CLOCK_SKEW.toMillis()));
      for (PartitionRange all : now.dead()) {
        long start = Math.max(all.start(), starts.getOrDefault(all.topicPartition(), all.stop()));
        if (start < all.stop()) {
          dead.add(PartitionRange.of(all.topic(), all.partition(), start, all.stop()));
        }
      }
    }
    return dead.build();
  }
}
