package io.userstream.runloop;

import io.userstream.runloop.servers.KafkaResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A {@link GroupClient} of real brokers. A consumer whose partitions are always paused is the
 * member of the group. An admin client asks what a consumer cannot: the topic's id, high watermarks
 * and leader epochs.
 */
final class KafkaGroupClient implements GroupClient {
  /** How long a request may block the loop. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private static final ListOffsetsOptions STABLE =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
          .timeoutMs((int) REQUEST_TIMEOUT.toMillis());
  private static final ListOffsetsOptions REPLICATED =
      new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED)
          .timeoutMs((int) REQUEST_TIMEOUT.toMillis());

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final LookAhead lookAhead;

  KafkaGroupClient(RunLoopConfig config) {
    topic = config.topic();
    consumer = new KafkaConsumer<>(consumerProperties(config));
    admin = Admin.create(adminProperties(config));
    lookAhead = new LookAhead(config.clientProperties());
  }

  private static Map<String, Object> consumerProperties(RunLoopConfig config) {
    Map<String, Object> properties = new HashMap<>();
    // The group reassigns a killed driver's partitions after this time: three heartbeats.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    properties.put("auto.include.jmx.reporter", "false");
    // A new partition is assigned when the group's leader sees it (default 5 minutes).
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    properties.putAll(config.clientProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Partitions that stay assigned keep their runs while others move.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  private static Map<String, Object> adminProperties(RunLoopConfig config) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("auto.include.jmx.reporter", "false");
    properties.putAll(config.clientProperties());
    return properties;
  }

  @Override
  public void subscribe(ConsumerRebalanceListener listener) {
    consumer.subscribe(List.of(topic), new PausesAssigned(listener));
  }

  @Override
  public void poll(Duration timeout) {
    consumer.poll(timeout);
  }

  @Override
  public TopicState topic() {
    TopicDescription description =
        answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    return new TopicState(description.topicId(), description.partitions().size());
  }

  @Override
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    return consumer.beginningOffsets(partitions, REQUEST_TIMEOUT);
  }

  @Override
  public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
    Map<TopicPartition, LogEnd> ends = new HashMap<>();
    latest(partitions, STABLE)
        .forEach(
            (partition, end) ->
                ends.put(partition, new LogEnd(end.offset(), end.leaderEpoch().orElse(-1))));
    return ends;
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    latest(partitions, REPLICATED).forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  @Override
  public Stretch lookAhead(TopicPartition partition, long offset, long end, long maxRecords) {
    return lookAhead.from(partition, offset, end, maxRecords);
  }

  private Map<TopicPartition, ListOffsetsResultInfo> latest(
      Set<TopicPartition> partitions, ListOffsetsOptions options) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return answer(admin.listOffsets(asked, options).all());
  }

  private static <T> T answer(KafkaFuture<T> asked) {
    return KafkaResponse.await(asked, REQUEST_TIMEOUT);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return consumer.committed(partitions, REQUEST_TIMEOUT);
  }

  @Override
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    AtomicReference<Exception> fault =
        new AtomicReference<>(
            new TimeoutException("no response within " + REQUEST_TIMEOUT.toSeconds() + " s"));
    consumer.commitAsync(offsets, (committed, failure) -> fault.set(failure));
    // An empty synchronous commit waits for pending asynchronous commits. Unlike one with offsets,
    // it
    // never retries.
    consumer.commitSync(Map.of(), REQUEST_TIMEOUT);
    Exception failure = fault.get();
    if (failure != null) {
      throw failure instanceof KafkaException kafka ? kafka : new KafkaException(failure);
    }
  }

  @Override
  public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {
    positions.forEach(consumer::seek);
    for (TopicPartition partition : positions.keySet()) {
      // Returns once the position is validated, also if the partition is paused.
      consumer.position(partition, REQUEST_TIMEOUT);
    }
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    try {
      consumer.close(REQUEST_TIMEOUT);
    } finally {
      lookAhead.close();
      admin.close(Duration.ZERO);
    }
  }

  /**
   * Pauses assigned partitions. Only {@link #verify} uses their positions, but a consumer without a
   * reset policy requires one for each.
   */
  private final class PausesAssigned implements ConsumerRebalanceListener {
    private final ConsumerRebalanceListener listener;

    PausesAssigned(ConsumerRebalanceListener listener) {
      this.listener = listener;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      partitions.forEach(partition -> consumer.seek(partition, 0L));
      listener.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      listener.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      listener.onPartitionsLost(partitions);
    }
  }
}
