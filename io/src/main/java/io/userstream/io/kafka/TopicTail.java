package io.userstream.io.kafka;

import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.WriteClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at all partitions of a topic, as a consumer of no group: whoever else reads is not
 * disturbed. Of one partition the records come in their order. For one thread.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Opens the look at a topic that is there.
   *
   * @param clientProperties of the consumer; its brokers above all
   */
  public TopicTail(String topic, TailStart start, Map<String, ?> clientProperties) {
    // If records were deleted in the meantime, it continues with the oldest that are left.
    consumer =
        new KafkaConsumer<>(
            ConsumerProperties.of(clientProperties, "earliest", IsolationLevel.READ_COMMITTED));
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    start.seek(consumer, partitions);
  }

  /**
   * Hands over what is in the topic now, and returns.
   *
   * @param goOn asked after each batch; the reading ends with false
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

  /** Hands over what is in the topic and what comes, until {@code goOn} says false. */
  public void follow(java.util.function.Consumer<SourceRecord> each, BooleanSupplier goOn) {
    do {
      consumer.poll(POLL_TIMEOUT).forEach(read -> each.accept(record(read)));
    } while (goOn.getAsBoolean());
  }

  private static SourceRecord record(ConsumerRecord<byte[], byte[]> read) {
    // Good enough: a tail shows records, and writes nothing with their write times.
    return SourceRecord.of(read, WriteClock.alone(read.offset(), read.timestamp()));
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
