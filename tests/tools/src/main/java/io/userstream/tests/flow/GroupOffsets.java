package io.userstream.tests.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed offsets of a flow's consumer group with one client, because opening a client
 * for each request costs more CPU time than the request. Thread-safe.
 */
public final class GroupOffsets implements AutoCloseable {
  /** Stops waiting for a broker that is down after this time instead of a minute. */
  private static final int REQUEST_TIMEOUT_MS = 1_000;

  private static final int ANSWER_TIMEOUT_MS = 5_000;

  private final Admin admin;
  private final String group;

  public GroupOffsets(Flow flow) {
    group = flow.group();
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
   * Returns the committed offsets, without partitions that have none.
   *
   * @throws IllegalStateException if the group's coordinator does not respond
   */
  public Map<TopicPartition, Long> committed() {
    try {
      Map<TopicPartition, Long> committed = new HashMap<>();
      admin
          .listConsumerGroupOffsets(group)
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

  /** Returns the sum of the committed offsets. */
  public long sum() {
    return committed().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
