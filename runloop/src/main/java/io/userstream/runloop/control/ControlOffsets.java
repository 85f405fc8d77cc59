package io.userstream.runloop.control;

import io.userstream.runloop.servers.KafkaResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps the {@link ControlState} of a consumer group in Kafka: as the metadata of a committed
 * offset in two groups without members, {@code <group>-control} and {@code <group>-control-copy}.
 *
 * <p>Operators write to the first group, and only they do. Kafka forgets offsets of a group without
 * members after {@code offsets.retention.minutes}, 7 days by default, so drivers renew the copy.
 * They never write what an operator writes, so that a driver with an older state cannot undo an
 * order. The newer of both counts.
 *
 * <p>The offset itself is the version, which is far beyond the end of any log. A monitor of
 * consumer groups therefore sees no lag in these groups.
 */
public final class ControlOffsets {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private final Admin admin;
  private final TopicPartition place;
  private final String orders;
  private final String copy;

  /**
   * Prepares to read and write.
   *
   * @param admin is not closed here
   * @param topic the topic of the group
   * @param group the consumer group of the drivers
   */
  public ControlOffsets(Admin admin, String topic, String group) {
    this.admin = admin;
    this.place = new TopicPartition(topic, 0);
    this.orders = groupPrefix(group);
    this.copy = groupPrefix(group) + "-copy";
  }

  /** Returns the prefix of the groups with the state, on which a user needs the right READ. */
  public static String groupPrefix(String group) {
    return group + "-control";
  }

  /** What is in Kafka. */
  public record Found(ControlState orders, ControlState copy) {
    /** Returns the state that counts. */
    public ControlState state() {
      return orders.newer(copy);
    }
  }

  /**
   * Reads the state. One that Kafka has forgotten, or that a later release has written, is {@link
   * ControlState#RUNNING}.
   *
   * @throws KafkaException if the brokers do not respond in time or deny access
   */
  public Found read() {
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(place));
    ListConsumerGroupOffsetsResult found =
        admin.listConsumerGroupOffsets(
            Map.of(orders, spec, copy, spec),
            new ListConsumerGroupOffsetsOptions().timeoutMs((int) REQUEST_TIMEOUT.toMillis()));
    return new Found(read(found, orders), read(found, copy));
  }

  private ControlState read(ListConsumerGroupOffsetsResult found, String group) {
    return Optional.ofNullable(answer(found.partitionsToOffsetAndMetadata(group)).get(place))
        .map(OffsetAndMetadata::metadata)
        .flatMap(ControlState::parse)
        .orElse(ControlState.RUNNING);
  }

  /**
   * Writes an operator's order.
   *
   * @throws KafkaException if the brokers do not respond in time or deny access
   */
  public void order(ControlState state) {
    write(orders, state);
  }

  /**
   * Renews the drivers' copy.
   *
   * @throws KafkaException if the brokers do not respond in time or deny access
   */
  public void keep(ControlState state) {
    write(copy, state);
  }

  private void write(String group, ControlState state) {
    answer(
        admin
            .alterConsumerGroupOffsets(
                group,
                Map.of(
                    place, new OffsetAndMetadata(state.version(), Optional.empty(), state.text())),
                new AlterConsumerGroupOffsetsOptions().timeoutMs((int) REQUEST_TIMEOUT.toMillis()))
            .all());
  }

  private static <T> T answer(KafkaFuture<T> asked) {
    return KafkaResponse.await(asked, REQUEST_TIMEOUT.multipliedBy(2));
  }
}
