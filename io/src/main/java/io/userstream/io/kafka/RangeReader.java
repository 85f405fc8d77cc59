package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads ranges by one consumer. A range that begins where the one before it ended goes on with what
 * has been fetched already. For one thread.
 */
final class RangeReader implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration stallTimeout;

  /** What was read last, to its end. */
  @Nullable private PartitionRange last;

  private TopicPartition partition;
  private PeekingIterator<ConsumerRecord<byte[], byte[]>> fetched = none();
  @Nullable private WriteClock clock;

  RangeReader(ImmutableMap<String, Object> properties, Duration stallTimeout) {
    this.consumer = new KafkaConsumer<>(properties);
    this.stallTimeout = stallTimeout;
  }

  /** Hands over every record of the range, and returns when there is no other one. */
  void read(PartitionRange range, java.util.function.Consumer<SourceRecord> each) {
    if (last == null || !last.isFollowedBy(range)) {
      seek(range);
    }
    last = null;
    long position = range.start();
    long lastProgressNanos = System.nanoTime();
    while (true) {
      while (fetched.hasNext() && fetched.peek().offset() < range.stop()) {
        ConsumerRecord<byte[], byte[]> read = fetched.next();
        each.accept(SourceRecord.of(read, writeTime(read)));
      }
      // The gap after the last record goes to the next one, in hand or not.
      long reached =
          fetched.hasNext() ? fetched.peek().offset() : consumer.position(partition, stallTimeout);
      if (reached > position) {
        position = Math.min(reached, range.stop());
        lastProgressNanos = System.nanoTime();
      }
      if (position == range.stop()) {
        last = range;
        return;
      }
      if (System.nanoTime() - lastProgressNanos > stallTimeout.toNanos()) {
        throw new TimeoutException(
            "Kafka has given nothing of " + range + " for " + stallTimeout.toSeconds() + " s");
      }
      fetched =
          Iterators.peekingIterator(consumer.poll(POLL_TIMEOUT).records(partition).iterator());
    }
  }

  private void seek(PartitionRange range) {
    partition = range.topicPartition();
    consumer.assign(List.of(partition));
    consumer.seek(partition, range.start());
    fetched = none();
    clock = null;
  }

  private long writeTime(ConsumerRecord<byte[], byte[]> read) {
    if (clock == null) {
      clock = new WriteClock(firstOffsetOfMs(read), read.timestamp());
    }
    return clock.next(read.offset(), read.timestamp());
  }

  private long firstOffsetOfMs(ConsumerRecord<byte[], byte[]> record) {
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, record.timestamp())).get(partition);
    return first == null ? record.offset() : Math.min(first.offset(), record.offset());
  }

  private static PeekingIterator<ConsumerRecord<byte[], byte[]>> none() {
    return Iterators.peekingIterator(Collections.emptyIterator());
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
