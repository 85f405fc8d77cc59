package io.userstream.io.kafka;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.servers.SetupException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** The last record of each partition of a topic. */
final class NewestRecords {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private NewestRecords() {}

  /**
   * Checks that the timestamps of these records are append times. Partitions whose last offset has
   * no record are not checked.
   *
   * @throws SetupException if one is not
   */
  static void requireAppendTime(String topic, Map<String, ?> clientProperties) {
    try (Consumer<byte[], byte[]> consumer =
        BoundedConsumer.open(
            ConsumerProperties.of(clientProperties, "latest", IsolationLevel.READ_UNCOMMITTED))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Set<TopicPartition> unread = new HashSet<>(partitions);
      unread.removeIf(partition -> ends.get(partition) <= begins.get(partition));
      consumer.assign(unread);
      unread.forEach(partition -> consumer.seek(partition, ends.get(partition) - 1));
      long startNanos = System.nanoTime();
      while (!unread.isEmpty() && System.nanoTime() - startNanos < LIMIT.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
          requireAppendTime(read);
        }
        unread.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
      }
    }
  }

  private static void requireAppendTime(ConsumerRecord<byte[], byte[]> read) {
    if (read.timestampType() != TimestampType.LOG_APPEND_TIME) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "Record %s-%d@%d has the timestamp type %s, but topic %s must have"
                  + " message.timestamp.type=LogAppendTime.",
              read.topic(),
              read.partition(),
              read.offset(),
              read.timestampType(),
              read.topic()));
    }
  }
}
