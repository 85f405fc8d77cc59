package io.userstream.runloop;

import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the records after an offset to see how far apart they are, with a consumer without a group.
 * Opens it at the first use. Not thread-safe.
 */
final class LookAhead implements AutoCloseable {
  /** The loop must go on polling its group. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

  /** Several thousand users. */
  private static final long MAX_BYTES = 8 << 20;

  private final Map<String, Object> clientProperties;
  private Consumer<byte[], byte[]> consumer;

  LookAhead(Map<String, Object> clientProperties) {
    this.clientProperties = clientProperties;
  }

  /** Does {@link GroupClient#lookAhead}. */
  Stretch from(TopicPartition partition, long offset, long end, long maxRecords) {
    if (consumer == null) {
      Map<String, Object> properties = new HashMap<>(clientProperties);
      properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
      // If the record at the offset was deleted meanwhile, the loop finds out.
      consumer =
          BoundedConsumer.open(
              ConsumerProperties.of(properties, "none", IsolationLevel.READ_COMMITTED));
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    long first = -1;
    long stop = offset;
    long records = 0;
    long bytes = 0;
    long startNanos = System.nanoTime();
    while (stop < end
        && records < maxRecords
        && bytes < MAX_BYTES
        && System.nanoTime() - startNanos < LIMIT.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        if (read.offset() >= end || records >= maxRecords) {
          return new Stretch(first < 0 ? end : first, Math.min(read.offset(), end), records);
        }
        first = first < 0 ? read.offset() : first;
        records++;
        bytes += Math.max(0, read.serializedKeySize()) + Math.max(0, read.serializedValueSize());
        stop = read.offset() + 1;
      }
      // The last offsets may have no record.
      stop = Math.max(stop, consumer.position(partition));
      if (records > 0 && !new Stretch(first, stop, records).isSparse()) {
        break;
      }
    }
    stop = Math.min(stop, end);
    return new Stretch(first < 0 ? stop : first, stop, records);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(Duration.ZERO);
    }
  }
}
