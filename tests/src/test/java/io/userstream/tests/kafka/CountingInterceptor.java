package io.userstream.tests.kafka;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Counts the records that the consumers of this JVM read with it, and the largest poll. */
public final class CountingInterceptor
    implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
  static final AtomicLong RECORDS = new AtomicLong();
  static final AtomicLong LARGEST_POLL_BYTES = new AtomicLong();

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    RECORDS.addAndGet(records.count());
    long bytes = 0;
    for (var read : records) {
      bytes += Math.max(0, read.serializedValueSize());
    }
    LARGEST_POLL_BYTES.accumulateAndGet(bytes, Math::max);
    return records;
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    return record;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
