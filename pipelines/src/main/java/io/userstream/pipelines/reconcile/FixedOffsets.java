package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.ServerException;
import io.userstream.io.kafka.PartitionRange;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What is compared, fixed at the start: where the users topic and the dead letters begin and end,
 * and how far the store has come. Immutable.
 */
@AutoValue
abstract class FixedOffsets implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ANSWER_SECONDS = 60;

  abstract String topic();

  abstract String deadLetterTopic();

  /**
   * By partition of the users topic, all of them: the offset below which the store is done. Where
   * the group has committed nothing it is the beginning of the log.
   */
  abstract ImmutableMap<Integer, Long> committed();

  /** What is there of both topics; not one for an empty partition. */
  abstract ImmutableList<PartitionRange> ranges();

  static FixedOffsets of(
      String topic,
      String deadLetterTopic,
      Map<Integer, Long> committed,
      Iterable<PartitionRange> ranges) {
    return new AutoValue_FixedOffsets(
        topic, deadLetterTopic, ImmutableMap.copyOf(committed), ImmutableList.copyOf(ranges));
  }

  /**
   * Asks the cluster, without joining the group.
   *
   * @throws ServerException when it does not answer
   */
  static FixedOffsets ask(Admin admin, String topic, String deadLetterTopic, String group)
      throws InterruptedException {
    // In this order: what is committed has its dead letter by now, and stands before the end.
    Map<TopicPartition, OffsetAndMetadata> ofGroup =
        answer(
            "tell the offsets of group " + group,
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> starts = offsets(admin, topic, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(admin, topic, OffsetSpec.latest());
    Map<TopicPartition, Long> deadStarts = offsets(admin, deadLetterTopic, OffsetSpec.earliest());
    Map<TopicPartition, Long> deadEnds = offsets(admin, deadLetterTopic, OffsetSpec.latest());
    ImmutableMap.Builder<Integer, Long> committed = ImmutableMap.builder();
    starts.forEach(
        (partition, start) -> {
          OffsetAndMetadata offset = ofGroup.get(partition);
          committed.put(partition.partition(), offset == null ? start : offset.offset());
        });
    return of(
        topic,
        deadLetterTopic,
        committed.buildOrThrow(),
        ImmutableList.<PartitionRange>builder()
            .addAll(ranges(starts, ends))
            .addAll(ranges(deadStarts, deadEnds))
            .build());
  }

  /**
   * How many offsets of the users topic, as it is here, are above the committed ones.
   *
   * @param committed by partition, of now
   */
  long uncommitted(Map<Integer, Long> committed) {
    return ofUsers()
        .mapToLong(range -> Math.max(0, range.stop() - committed.get(range.partition())))
        .sum();
  }

  /** The ends of the users topic's partitions, added up: another number when users came. */
  long end() {
    return ofUsers().mapToLong(PartitionRange::stop).sum();
  }

  private Stream<PartitionRange> ofUsers() {
    return ranges().stream().filter(range -> range.topic().equals(topic()));
  }

  /** Offsets of both topics: the upper limit of their records. */
  long span() {
    return ranges().stream().mapToLong(PartitionRange::span).sum();
  }

  private static ImmutableList<PartitionRange> ranges(
      Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    return starts.entrySet().stream()
        .filter(start -> ends.get(start.getKey()) > start.getValue())
        .map(
            start ->
                PartitionRange.of(
                    start.getKey().topic(),
                    start.getKey().partition(),
                    start.getValue(),
                    ends.get(start.getKey())))
        .collect(ImmutableList.toImmutableList());
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, String topic, OffsetSpec spec)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        answer(
                "describe topic " + topic,
                admin.describeTopics(ImmutableList.of(topic)).topicNameValues().get(topic))
            .partitions()
            .stream()
            .collect(
                Collectors.toMap(info -> new TopicPartition(topic, info.partition()), i -> spec));
    Map<TopicPartition, ListOffsetsResultInfo> told =
        answer(
            "tell the offsets of topic " + topic,
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    return told.keySet().stream()
        .collect(Collectors.toMap(Function.identity(), key -> told.get(key).offset()));
  }

  private static <T> T answer(String doing, KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new ServerException(
          String.format("Kafka did not %s: %s", doing, e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new ServerException(
          String.format("Kafka did not %s: no answer in %d s", doing, ANSWER_SECONDS), e);
    }
  }
}
