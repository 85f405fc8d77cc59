package io.userstream.io.kafka;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.WriteClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of a topic without a consumer group, so other consumers are not affected.
 * Records of a partition are in order. Not thread-safe.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  /** Of all partitions together, so that large dead letters do not fill the heap. */
  private static final int FETCH_BYTES = 8 << 20;

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Opens an existing topic.
   *
   * @param clientProperties of the consumer
   */
  public TopicTail(String topic, TailStart start, Map<String, ?> clientProperties) {
    // If records are deleted in the meantime, it continues with the oldest remaining ones.
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.putAll(clientProperties);
    consumer =
        BoundedConsumer.open(
            ConsumerProperties.of(properties, "earliest", IsolationLevel.READ_COMMITTED));
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    start.seek(consumer, partitions, clientProperties);
  }

  /**
   * Reads the records that are in the topic now, and returns.
   *
   * @param goOn called after each poll; false stops reading
   */
  public void read(java.util.function.Consumer<SourceRecord> each, BooleanSupplier goOn) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        if (read.offset() < ends.get(new TopicPartition(read.topic(), read.partition()))) {
          each.accept(record(read));
        }
      }
      if (!goOn.getAsBoolean()) {
        return;
      }
    }
  }

  /** Reads existing and new records until {@code goOn} returns false. */
  public void follow(java.util.function.Consumer<SourceRecord> each, BooleanSupplier goOn) {
    do {
      consumer.poll(POLL_TIMEOUT).forEach(read -> each.accept(record(read)));
    } while (goOn.getAsBoolean());
  }

  private static SourceRecord record(ConsumerRecord<byte[], byte[]> read) {
    // An approximate write time is sufficient, because a tail does not write to Cassandra.
    return SourceRecord.of(read, WriteClock.alone(read.offset(), read.timestamp()));
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
