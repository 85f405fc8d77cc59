package io.userstream.pipelines.redrive;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.StallCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single records of the users topic, whose dead letters do not have the whole value. Not
 * thread-safe.
 */
final class OriginalRecords implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private final String topic;
  private final BoundedConsumer consumer;

  OriginalRecords(String topic, Map<String, ?> clientProperties) {
    this.topic = topic;
    this.consumer =
        BoundedConsumer.open(
            ConsumerProperties.of(clientProperties, "none", IsolationLevel.READ_COMMITTED));
  }

  /**
   * Returns the record at an offset of the log; empty if it was compacted away.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  Optional<SourceRecord> read(int number, long offset) {
    TopicPartition partition = new TopicPartition(topic, number);
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    StallCheck stall = new StallCheck(partition, offset + 1, STALL_TIMEOUT);
    while (consumer.position(partition) <= offset) {
      stall.at(consumer.position(partition));
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        return read.offset() == offset ? Optional.of(SourceRecord.of(read, 0)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
