package io.userstream.tests.flow;

import io.userstream.pipelines.store.OwnGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.annotation.Nullable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed offsets of a consumer group with one client, because opening a client for
 * each request costs more CPU time than the request. Thread-safe.
 */
public final class GroupOffsets implements AutoCloseable {
  /** Stops waiting for a broker that is down after this time instead of a minute. */
  private static final int REQUEST_TIMEOUT_MS = 1_000;

  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final Admin admin;

  private final String prefix;

  /** Null as long as no group with the prefix is known. */
  @Nullable private volatile String group;

  /** Reads those of the flow's group. */
  public GroupOffsets(Flow flow) {
    this(flow, flow.group(), flow.group());
  }

  private GroupOffsets(Flow flow, String prefix, @Nullable String group) {
    this.prefix = prefix;
    this.group = group;
    admin =
        Admin.create(
            KafkaClients.properties(
                flow.stack(),
                Map.of(
                    "request.timeout.ms",
                    REQUEST_TIMEOUT_MS,
                    "default.api.timeout.ms",
                    ANSWER_TIMEOUT_MS)));
  }

  /**
   * Reads those of the group that a {@code replay} or {@code redrive} makes for itself, and none
   * while there is no such group.
   */
  public static GroupOffsets ofOwnGroup(Flow flow, String command) {
    return new GroupOffsets(flow, OwnGroup.prefix(flow.group(), command), null);
  }

  /**
   * Returns the committed offsets, without partitions that have none.
   *
   * @throws IllegalStateException if the group's coordinator does not respond
   */
  public Map<TopicPartition, Long> committed() {
    try {
      Map<TopicPartition, Long> committed = new HashMap<>();
      String known = known();
      if (known == null) {
        return committed;
      }
      admin
          .listConsumerGroupOffsets(known)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  committed.put(partition, offset.offset());
                }
              });
      return committed;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Nullable
  private String known() throws ExecutionException, InterruptedException {
    if (group == null) {
      group =
          admin.listConsumerGroups().all().get().stream()
              .map(ConsumerGroupListing::groupId)
              .filter(id -> id.startsWith(prefix))
              .findFirst()
              .orElse(null);
    }
    return group;
  }

  /** Returns the sum of the committed offsets. */
  public long sum() {
    return committed().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
