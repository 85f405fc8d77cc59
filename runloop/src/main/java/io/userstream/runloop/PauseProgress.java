package io.userstream.runloop;

import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.servers.KafkaResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ConsumerGroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far the drivers of a group have followed a pause. A driver that has no run in flight says so
 * in the metadata of its committed offsets. Immutable.
 *
 * @param drivers the number of members of the group
 * @param partitions the number of partitions that they own
 * @param quiet the number of these partitions whose owner is paused and has no run in flight
 * @param settled whether no partition is on its way to another driver
 */
public record PauseProgress(int drivers, int partitions, int quiet, boolean settled) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** No driver is running. */
  private static final PauseProgress NONE = new PauseProgress(0, 0, 0, true);

  /**
   * Asks the brokers.
   *
   * @param state of the group; nothing is quiet if it is not a pause
   * @throws org.apache.kafka.common.KafkaException if the brokers do not respond in time or deny
   *     access
   */
  public static PauseProgress ask(Admin admin, String topic, String group, ControlState state) {
    ConsumerGroupDescription described;
    try {
      described =
          KafkaResponse.await(
              admin.describeConsumerGroups(List.of(group)).describedGroups().get(group), LIMIT);
    } catch (GroupIdNotFoundException e) {
      return NONE;
    }
    Set<TopicPartition> owned =
        described.members().stream()
            .flatMap(member -> member.assignment().topicPartitions().stream())
            .filter(partition -> partition.topic().equals(topic))
            .collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> committed =
        KafkaResponse.await(
            admin
                .listConsumerGroupOffsets(
                    Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(owned)))
                .partitionsToOffsetAndMetadata(group),
            LIMIT);
    long quiet =
        owned.stream().filter(partition -> isQuiet(committed.get(partition), state)).count();
    return new PauseProgress(
        described.members().size(),
        owned.size(),
        (int) quiet,
        described.members().isEmpty() || described.state() == ConsumerGroupState.STABLE);
  }

  private static boolean isQuiet(OffsetAndMetadata committed, ControlState state) {
    return state.isPaused() && CommitMetadata.of(committed).pause() >= state.version();
  }

  /** Returns true if no driver has a run in flight. */
  public boolean isComplete() {
    return settled && quiet == partitions;
  }
}
