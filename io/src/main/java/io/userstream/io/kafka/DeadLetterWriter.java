package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes dead letters to their topic, acknowledged by all in-sync replicas. Connects when the first
 * one comes: most runs have none, and then this costs nothing. Not thread-safe.
 */
public final class DeadLetterWriter implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  /** How far the clocks of brokers and workers may be apart. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  @Nullable private AcknowledgedWriter writer;

  /** Prepares to write to this topic of the brokers that the client properties name. */
  public DeadLetterWriter(String topic, Map<String, ?> clientProperties) {
    this.topic = topic;
    this.clientProperties = ImmutableMap.copyOf(clientProperties);
  }

  /**
   * Writes, and returns when every one is acknowledged.
   *
   * @throws KafkaException when one is not; some of the others may stand in the topic then
   */
  public void write(List<DeadLetter> deadLetters) {
    if (deadLetters.isEmpty()) {
      return;
    }
    if (writer == null) {
      writer = new AcknowledgedWriter(producerProperties());
    }
    deadLetters.forEach(deadLetter -> writer.send(deadLetter.toRecord(topic)));
    writer.awaitAcknowledged();
  }

  private Map<String, Object> producerProperties() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.MAX_DEAD_LETTER_BYTES);
    return properties;
  }

  /**
   * Those of the dead letters that do not stand in the topic yet, by their origin. Costs a reading
   * of the newer part of the topic, so it is for records that may have been here before.
   */
  public List<DeadLetter> unwritten(List<DeadLetter> deadLetters) {
    if (deadLetters.isEmpty()) {
      return deadLetters;
    }
    long oldestMs =
        deadLetters.stream().mapToLong(letter -> letter.record().timestampMs()).min().getAsLong();
    Set<RecordOrigin> written = originsSince(oldestMs - CLOCK_SKEW.toMillis());
    return deadLetters.stream()
        .filter(letter -> !written.contains(RecordOrigin.of(letter.record())))
        .collect(Collectors.toList());
  }

  private Set<RecordOrigin> originsSince(long timestampMs) {
    Set<RecordOrigin> origins = new HashSet<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(ReadRanges.consumerProperties(clientProperties))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toList());
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      Map<TopicPartition, Long> since = new HashMap<>();
      partitions.forEach(partition -> since.put(partition, Math.max(0, timestampMs)));
      Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(since);
      ends.keySet().removeIf(partition -> starts.get(partition) == null);
      consumer.assign(ends.keySet());
      ends.keySet().forEach(partition -> consumer.seek(partition, starts.get(partition).offset()));
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
          RecordOrigin.inHeaders(read.headers()).ifPresent(origins::add);
        }
      }
    }
    return origins;
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
