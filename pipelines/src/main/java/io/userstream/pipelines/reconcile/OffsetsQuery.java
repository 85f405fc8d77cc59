package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.servers.ServerException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks a cluster for {@link FixedOffsets}, without joining the group. Safe for several threads. */
final class OffsetsQuery {
  private static final int ANSWER_SECONDS = 60;

  private final Admin admin;
  private final String topic;
  private final String deadLetterTopic;
  private final String group;

  OffsetsQuery(Admin admin, String topic, String deadLetterTopic, String group) {
    this.admin = admin;
    this.topic = topic;
    this.deadLetterTopic = deadLetterTopic;
    this.group = group;
  }

  String group() {
    return group;
  }

  /**
   * Asks.
   *
   * @throws ServerException when the cluster does not answer, or a committed offset belongs to
   *     another log, see {@link OffsetIdentity}
   */
  FixedOffsets ask() throws InterruptedException {
    // In this order: what is committed has its dead letter by now, and is below the end.
    Map<TopicPartition, OffsetAndMetadata> ofGroup =
        answer(
            "tell the offsets of group " + group,
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    TopicDescription described = describe(topic);
    Map<Integer, PartitionLog> users = logs(described);
    ImmutableMap.Builder<Integer, Long> committed = ImmutableMap.builder();
    boolean anyCommitted = false;
    for (Map.Entry<Integer, PartitionLog> user : users.entrySet()) {
      TopicPartition partition = new TopicPartition(topic, user.getKey());
      OffsetAndMetadata offset = ofGroup.get(partition);
      requireSameLog(partition, offset, described, user.getValue());
      committed.put(user.getKey(), offset == null ? user.getValue().start() : offset.offset());
      anyCommitted |= offset != null;
    }
    return FixedOffsets.builder()
        .setTopic(topic)
        .setDeadLetterTopic(deadLetterTopic)
        .setTopicId(described.topicId().toString())
        .setUsers(users)
        .setCommitted(committed.buildOrThrow())
        .setHasGroup(
            anyCommitted
                || users.values().stream().allMatch(PartitionLog::isEmpty)
                || groupReadsTopic())
        .setDead(
            logs(describe(deadLetterTopic)).entrySet().stream()
                .flatMap(dead -> dead.getValue().readable(deadLetterTopic, dead.getKey()).stream())
                .collect(ImmutableList.<PartitionRange>toImmutableList()))
        .build();
  }

  private void requireSameLog(
      TopicPartition partition,
      @Nullable OffsetAndMetadata offset,
      TopicDescription described,
      PartitionLog log) {
    if (offset != null) {
      OffsetIdentity.fault(group, partition.toString(), offset, described.topicId().toString(), log)
          .ifPresent(
              fault -> {
                throw new ServerException(fault);
              });
    }
  }

  /** Whether a store runs that has not committed anything yet. */
  private boolean groupReadsTopic() throws InterruptedException {
    try {
      ConsumerGroupDescription described =
          answer(
              "describe group " + group,
              admin.describeConsumerGroups(ImmutableList.of(group)).describedGroups().get(group));
      return described.members().stream()
          .flatMap(member -> member.assignment().topicPartitions().stream())
          .anyMatch(partition -> partition.topic().equals(topic));
    } catch (ServerException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  private TopicDescription describe(String name) throws InterruptedException {
    return answer(
        "describe topic " + name,
        admin.describeTopics(ImmutableList.of(name)).topicNameValues().get(name));
  }

  private Map<Integer, PartitionLog> logs(TopicDescription described) throws InterruptedException {
    Map<Integer, Long> starts =
        offsets(described, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    // The stable end first: the other one is never below it then.
    Map<Integer, Long> stable =
        offsets(described, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    Map<Integer, Long> ends =
        offsets(described, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    // A search by time finds the first record, and tells its time; -1 when there is none.
    Map<TopicPartition, ListOffsetsResultInfo> oldest =
        told(described, OffsetSpec.forTimestamp(0), IsolationLevel.READ_UNCOMMITTED);
    Map<Integer, PartitionLog> logs = new TreeMap<>();
    starts.forEach(
        (partition, start) -> {
          long oldestMs = oldest.get(new TopicPartition(described.name(), partition)).timestamp();
          logs.put(
              partition,
              new PartitionLog(
                  start,
                  stable.get(partition),
                  ends.get(partition),
                  oldestMs < 0 ? PartitionLog.NO_RECORD : oldestMs));
        });
    return logs;
  }

  private Map<Integer, Long> offsets(
      TopicDescription described, OffsetSpec spec, IsolationLevel isolation)
      throws InterruptedException {
    return told(described, spec, isolation).entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  private Map<TopicPartition, ListOffsetsResultInfo> told(
      TopicDescription described, OffsetSpec spec, IsolationLevel isolation)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        described.partitions().stream()
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(described.name(), info.partition()), i -> spec));
    return answer(
        "tell the offsets of topic " + described.name(),
        admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all());
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
