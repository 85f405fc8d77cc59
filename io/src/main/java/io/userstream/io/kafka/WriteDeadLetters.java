package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Instant;

/**
 * Writes dead letters to their topic through {@link KafkaIO}: acknowledged by all replicas, or the
 * bundle fails.
 *
 * <p>Asked to {@link #skippingWritten}, it looks first which of them stand in the topic already, by
 * their origin, and leaves those out. That costs a reading of the newer part of the topic, so it is
 * for runs that may repeat records.
 */
public final class WriteDeadLetters extends PTransform<PCollection<DeadLetter>, PDone> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final ImmutableMap<String, Object> clientProperties;
  private final boolean skipWritten;

  private WriteDeadLetters(
      String topic, ImmutableMap<String, Object> clientProperties, boolean skipWritten) {
    this.topic = topic;
    this.clientProperties = clientProperties;
    this.skipWritten = skipWritten;
  }

  /** Writes to this topic of the brokers that the client properties name. */
  public static WriteDeadLetters to(String topic, Map<String, ?> clientProperties) {
    return new WriteDeadLetters(topic, ImmutableMap.copyOf(clientProperties), false);
  }

  /** Chooses whether dead letters that are in the topic already are left out. */
  public WriteDeadLetters skippingWritten(boolean skip) {
    return new WriteDeadLetters(topic, clientProperties, skip);
  }

  @Override
  public PDone expand(PCollection<DeadLetter> deadLetters) {
    PCollection<DeadLetter> toWrite =
        skipWritten
            ? deadLetters
                .apply("SkipWritten", ParDo.of(new SkipWrittenFn(topic, clientProperties)))
                .setCoder(DeadLetterCoder.of())
            : deadLetters;
    Coder<byte[]> bytes = NullableCoder.of(ByteArrayCoder.of());
    return toWrite
        .apply("ToRecord", MapElements.via(new ToRecord(topic)))
        .setCoder(ProducerRecordCoder.of(bytes, bytes))
        .apply(
            "KafkaIO",
            KafkaIO.<byte[], byte[]>writeRecords()
                .withTopic(topic)
                .withBootstrapServers(String.valueOf(clientProperties.get("bootstrap.servers")))
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerConfigUpdates(producerProperties(clientProperties)));
  }

  private static ImmutableMap<String, Object> producerProperties(Map<String, Object> client) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.MAX_DEAD_LETTER_BYTES);
    return ExactProducer.properties(properties);
  }

  private static final class ToRecord
      extends SimpleFunction<DeadLetter, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    ToRecord(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> apply(DeadLetter deadLetter) {
      return deadLetter.toRecord(topic);
    }
  }

  /** Holds a bundle's dead letters back until it knows which of them have been written. */
  private static final class SkipWrittenFn extends DoFn<DeadLetter, DeadLetter> {
    private static final long serialVersionUID = 1L;
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    /** How far the clocks of brokers and workers may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final String topic;
    private final ImmutableMap<String, Object> clientProperties;
    @Nullable private transient List<DeadLetter> held;

    SkipWrittenFn(String topic, ImmutableMap<String, Object> clientProperties) {
      this.topic = topic;
      this.clientProperties = clientProperties;
    }

    @StartBundle
    public void startBundle() {
      held = new ArrayList<>();
    }

    @ProcessElement
    public void processElement(@Element DeadLetter deadLetter) {
      held.add(deadLetter);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (held.isEmpty()) {
        return;
      }
      long oldestMs =
          held.stream().mapToLong(letter -> letter.record().timestampMs()).min().getAsLong();
      Set<RecordOrigin> written = originsSince(oldestMs - CLOCK_SKEW.toMillis());
      for (DeadLetter letter : held) {
        if (!written.contains(RecordOrigin.of(letter.record()))) {
          context.output(letter, Instant.now(), GlobalWindow.INSTANCE);
        }
      }
      held = null;
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
        ends.keySet()
            .forEach(partition -> consumer.seek(partition, starts.get(partition).offset()));
        while (ends.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
          for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
            RecordOrigin.inHeaders(read.headers()).ifPresent(origins::add);
          }
        }
      }
      return origins;
    }
  }
}
