package io.userstream.io.kafka;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.StallCheck;
import io.userstream.runloop.ranges.TimeIndex;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the first records since a time, also in compacted topics: {@code offsetsForTimes} says that
 * there is none if compaction has removed the last records of the segment that it searches. Where
 * it finds none, this class reads records, usually only the last one before the time.
 */
public final class FirstRecords {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private FirstRecords() {}

  /**
   * Returns the offset of the first record of each partition that was appended at this time or
   * later, with a consumer of its own. A partition without one is missing.
   *
   * @param timestampMs milliseconds since the epoch
   * @throws org.apache.kafka.common.errors.TimeoutException if Kafka returns nothing for a minute
   */
  public static Map<Integer, Long> since(
      long timestampMs, String topic, Map<String, ?> clientProperties) {
    Map<Integer, Long> found = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer =
        BoundedConsumer.open(
            ConsumerProperties.ofExisting(
                clientProperties, "earliest", IsolationLevel.READ_COMMITTED))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      since(timestampMs, consumer, partitions)
          .forEach((partition, offset) -> found.put(partition.partition(), offset));
    }
    return found;
  }

  /**
   * Returns the offset of the first record of each partition that was appended at this time or
   * later. A partition without one is missing. The positions of the consumer are undefined
   * afterwards.
   *
   * @param timestampMs milliseconds since the epoch
   */
  static Map<TopicPartition, Long> since(
      long timestampMs, Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Set<TopicPartition> assignment = Set.copyOf(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> found = new HashMap<>();
    TimeIndex.bounds(consumer, partitions, Math.max(0, timestampMs))
        .forEach(
            (partition, bound) -> {
              if (bound.isExact()) {
                found.put(partition, bound.offset());
              } else {
                search(timestampMs, consumer, partition, bound.offset(), ends.get(partition))
                    .ifPresent(offset -> found.put(partition, offset));
              }
            });
    consumer.assign(assignment);
    return found;
  }

  private static OptionalLong search(
      long timestampMs, Consumer<?, ?> consumer, TopicPartition partition, long start, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, start);
    StallCheck stall = new StallCheck(partition, end, STALL_TIMEOUT);
    for (long position = start; position < end; position = consumer.position(partition)) {
      stall.at(position);
      for (ConsumerRecord<?, ?> read : consumer.poll(POLL_TIMEOUT)) {
        if (read.timestamp() >= timestampMs) {
          return OptionalLong.of(read.offset());
        }
      }
    }
    return OptionalLong.empty();
  }
}
