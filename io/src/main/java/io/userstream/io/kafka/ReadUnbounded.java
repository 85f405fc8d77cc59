package io.userstream.io.kafka;

import com.google.common.collect.ImmutableMap;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.SourceRecordCoder;
import io.userstream.runloop.ranges.WriteClock;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic without end using {@link KafkaIO}, from the group's committed offsets or the
 * beginning of the topic. Commits offsets when the runner finalizes a bundle. Whether that is exact
 * depends on the runner.
 */
public final class ReadUnbounded extends PTransform<PBegin, PCollection<SourceRecord>> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String group;
  private final ImmutableMap<String, Object> clientProperties;

  private ReadUnbounded(String topic, String group, ImmutableMap<String, Object> clientProperties) {
    this.topic = topic;
    this.group = group;
    this.clientProperties = clientProperties;
  }

  /** Reads a topic as a member of a group. */
  public static ReadUnbounded of(String topic, String group, Map<String, ?> clientProperties) {
    return new ReadUnbounded(topic, group, ImmutableMap.copyOf(clientProperties));
  }

  @Override
  public PCollection<SourceRecord> expand(PBegin begin) {
    Map<String, Object> updates = new HashMap<>(clientProperties);
    updates.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    updates.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    updates.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return begin
        .apply(
            "KafkaIO",
            KafkaIO.<byte[], byte[]>read()
                .withBootstrapServers(
                    String.valueOf(clientProperties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)))
                .withTopic(topic)
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withConsumerConfigUpdates(updates)
                .withReadCommitted()
                .commitOffsetsInFinalize())
        .apply("ToSourceRecord", MapElements.via(new ToSourceRecord()))
        .setCoder(SourceRecordCoder.of());
  }

  private static final class ToSourceRecord
      extends SimpleFunction<KafkaRecord<byte[], byte[]>, SourceRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public SourceRecord apply(KafkaRecord<byte[], byte[]> read) {
      return SourceRecord.of(
          read.getTopic(),
          read.getPartition(),
          read.getOffset(),
          read.getTimestamp(),
          WriteClock.alone(read.getOffset(), read.getTimestamp()),
          read.getKV().getKey(),
          read.getKV().getValue(),
          read.getHeaders());
    }
  }
}
