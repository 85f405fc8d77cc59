package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.userstream.io.kafka.KafkaAnswer;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.io.kafka.TopicLogs;
import io.userstream.runloop.OffsetIdentity;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.servers.ServerException;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks a cluster for {@link FixedOffsets} without joining the group. Thread-safe. */
final class OffsetsQuery {
  private final Admin admin;
  private final Map<String, ?> clientProperties;
  private final String topic;
  private final String deadLetterTopic;
  private final String group;

  /**
   * Prepares the query.
   *
   * @param clientProperties of consumers of the same cluster
   */
  OffsetsQuery(
      Admin admin,
      Map<String, ?> clientProperties,
      String topic,
      String deadLetterTopic,
      String group) {
    this.admin = admin;
    this.clientProperties = clientProperties;
    this.topic = topic;
    this.deadLetterTopic = deadLetterTopic;
    this.group = group;
  }

  String group() {
    return group;
  }

  /**
   * Asks the cluster.
   *
   * @throws ServerException if the cluster does not answer, or a committed offset belongs to
   *     another log, see {@link OffsetIdentity}
   */
  FixedOffsets ask() throws InterruptedException {
    // Order matters: committed records have their dead letters by now and are below the end.
    Map<TopicPartition, OffsetAndMetadata> ofGroup =
        KafkaAnswer.await(
            "return the offsets of group " + group,
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    TopicDescription described = TopicLogs.describe(admin, topic);
    Map<Integer, PartitionLog> users = TopicLogs.ask(admin, described, clientProperties);
    ImmutableMap.Builder<Integer, Long> committed = ImmutableMap.builder();
    boolean anyCommitted = false;
    for (Map.Entry<Integer, PartitionLog> user : users.entrySet()) {
      TopicPartition partition = new TopicPartition(topic, user.getKey());
      OffsetAndMetadata offset = ofGroup.get(partition);
      requireSameLog(partition, offset, described, user.getValue());
      committed.put(user.getKey(), offset == null ? user.getValue().start() : offset.offset());
      anyCommitted |= offset != null;
    }
    Map<Integer, PartitionLog> dead =
        TopicLogs.ask(admin, TopicLogs.describe(admin, deadLetterTopic));
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
        .setDeadStarts(ImmutableMap.copyOf(Maps.transformValues(dead, PartitionLog::start)))
        .setDead(
            dead.entrySet().stream()
                .flatMap(each -> each.getValue().readable(deadLetterTopic, each.getKey()).stream())
                .collect(ImmutableList.<PartitionRange>toImmutableList()))
        .build();
  }

  private void requireSameLog(
      TopicPartition partition,
      @Nullable OffsetAndMetadata offset,
      TopicDescription described,
      PartitionLog log) {
    if (offset != null) {
      OffsetIdentity.fault(group, partition, offset, described.topicId(), log.start(), log.end())
          .ifPresent(
              fault -> {
                throw new ServerException(
                    fault + " Nothing was compared. The store names the command that continues.");
              });
    }
  }

  /** Returns whether a store runs that has committed nothing yet. */
  private boolean groupReadsTopic() throws InterruptedException {
    try {
      ConsumerGroupDescription described =
          KafkaAnswer.await(
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
}
