package io.userstream.io.deadletters;

import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.KafkaAnswer;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.runloop.ranges.OffsetSet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Removes records from the dead letter topic. Kafka deletes only from the start of a partition, so
 * all other records before the last one to remove are first copied to the end. A copy names the
 * offset of its original; while the original exists, {@code reconcile} ignores the copy. Can be
 * killed and repeated. Only one removal may run at a time.
 */
public final class DeadLetterRemoval {
  /** The offset of the original in the same partition. */
  public static final String MOVED_FROM = "userstream.moved.from";

  private final String topic;
  private final Map<String, Object> clientProperties;

  /**
   * Prepares a removal.
   *
   * @param topic the dead letter topic
   */
  public DeadLetterRemoval(String topic, Map<String, ?> clientProperties) {
    this.topic = topic;
    this.clientProperties = new HashMap<>(clientProperties);
    // As for the originals.
    this.clientProperties.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.MAX_DEAD_LETTER_BYTES);
  }

  /**
   * Returns whether a record is a copy of one that still exists.
   *
   * @param start the first offset of the record's partition
   */
  public static boolean isCopy(Headers headers, long start) {
    Long from = Origin.number(headers, MOVED_FROM);
    return from != null && from >= start;
  }

  /**
   * Removes records.
   *
   * @param offsets of the dead letter topic, by partition
   * @throws org.apache.kafka.common.KafkaException if a copy is not acknowledged; then nothing of
   *     its partition is removed
   * @throws io.userstream.runloop.servers.ServerException if Kafka refuses to delete
   */
  public void remove(Admin admin, Map<Integer, OffsetSet> offsets) throws InterruptedException {
    try (LogReader log = new LogReader(topic, clientProperties)) {
      Map<TopicPartition, Long> starts = log.starts();
      Map<TopicPartition, Long> ends = log.ends();
      for (Map.Entry<Integer, OffsetSet> each : offsets.entrySet()) {
        TopicPartition partition = new TopicPartition(topic, each.getKey());
        if (!each.getValue().isEmpty()) {
          copy(log, partition, starts.get(partition), ends.get(partition), each.getValue());
          KafkaAnswer.await(
              "delete records of " + partition,
              admin
                  .deleteRecords(
                      Map.of(partition, RecordsToDelete.beforeOffset(each.getValue().end())))
                  .all());
        }
      }
    }
  }

  private void copy(
      LogReader log, TopicPartition partition, long start, long end, OffsetSet removed) {
    LongStream.Builder from = LongStream.builder();
    log.read(
        partition,
        start,
        end,
        read -> {
          if (isCopy(read.headers(), start)) {
            from.add(Origin.number(read.headers(), MOVED_FROM));
          }
        });
    OffsetSet copied = OffsetSet.of(from.build());
    try (AcknowledgedWriter writer = new AcknowledgedWriter(clientProperties)) {
      log.read(
          partition,
          start,
          removed.end(),
          read -> {
            if (!removed.contains(read.offset()) && !copied.contains(read.offset())) {
              writer.send(copy(read));
            }
          });
      writer.awaitAcknowledged();
    }
  }

  private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> original) {
    Headers headers = new RecordHeaders(original.headers().toArray());
    headers.remove(MOVED_FROM);
    headers.add(MOVED_FROM, Long.toString(original.offset()).getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(
        original.topic(),
        original.partition(),
        original.timestamp(),
        original.key(),
        original.value(),
        headers);
  }
}
