package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads one range an element; one consumer an instance, closed in teardown. */
final class ReadRangesFn<T> extends RecordFnHost<PartitionRange, T> {
  private static final long serialVersionUID = 1L;
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final ImmutableMap<String, Object> properties;
  private final Duration stallTimeout;
  @Nullable private transient Consumer<byte[], byte[]> consumer;

  ReadRangesFn(ImmutableMap<String, Object> properties, Duration stallTimeout, RecordFn<T> each) {
    super(each);
    this.properties = properties;
    this.stallTimeout = stallTimeout;
  }

  @ProcessElement
  public void processElement(@Element PartitionRange range, OutputReceiver<T> receiver) {
    if (consumer == null) {
      consumer = new KafkaConsumer<>(properties);
    }
    TopicPartition partition = new TopicPartition(range.topic(), range.partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, range.start());
    WriteClock clock = null;
    long position = range.start();
    long lastProgressNanos = System.nanoTime();
    while (position < range.stop()) {
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT).records(partition)) {
        if (read.offset() >= range.stop()) {
          return;
        }
        if (clock == null) {
          clock = new WriteClock(firstOffsetOfMs(partition, read), read.timestamp());
        }
        process(SourceRecord.of(read, clock.next(read.offset(), read.timestamp())), receiver);
      }
      long reached = consumer.position(partition, stallTimeout);
      if (reached > position) {
        position = reached;
        lastProgressNanos = System.nanoTime();
      } else if (System.nanoTime() - lastProgressNanos > stallTimeout.toNanos()) {
        throw new TimeoutException(
            "Kafka has given nothing of " + range + " for " + stallTimeout.toSeconds() + " s");
      }
    }
  }

  private long firstOffsetOfMs(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, record.timestamp())).get(partition);
    return first == null ? record.offset() : Math.min(first.offset(), record.offset());
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    finishIn(context);
  }

  @Override
  @Teardown
  public void tearDown() {
    if (consumer != null) {
      consumer.close(Duration.ZERO);
      consumer = null;
    }
    super.tearDown();
  }
}
