package io.userstream.io.kafka;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The logs of a topic's partitions. As thread-safe as the {@link Admin}. */
public final class TopicLogs {
  private final Admin admin;
  private final TopicDescription topic;

  private TopicLogs(Admin admin, TopicDescription topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * Asks the cluster for a topic.
   *
   * @throws io.userstream.runloop.servers.ServerException if it does not exist, or the cluster does
   *     not answer
   */
  public static TopicDescription describe(Admin admin, String topic) throws InterruptedException {
    return KafkaAnswer.await(
        "describe topic " + topic,
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  /**
   * Asks the cluster for the newest append time of a topic, in milliseconds since the epoch.
   *
   * @return empty if it has no record
   * @throws io.userstream.runloop.servers.ServerException if it does not answer
   */
  public static OptionalLong newestMs(Admin admin, TopicDescription topic)
      throws InterruptedException {
    return new TopicLogs(admin, topic)
        .offsets(OffsetSpec.maxTimestamp(), IsolationLevel.READ_UNCOMMITTED).values().stream()
            .mapToLong(ListOffsetsResultInfo::timestamp)
            .filter(timestamp -> timestamp >= 0)
            .max();
  }

  /**
   * Asks the cluster for the logs, by partition. If the topic is compacted, the cluster may not
   * find the oldest record of a log that is not empty (see {@link LogReader#firstSince}).
   *
   * @throws io.userstream.runloop.servers.ServerException if it does not answer
   */
  public static Map<Integer, PartitionLog> ask(Admin admin, TopicDescription topic)
      throws InterruptedException {
    return new TopicLogs(admin, topic).ask();
  }

  /**
   * Asks the cluster for the logs of a topic that may be compacted, by partition.
   *
   * @param clientProperties of a consumer that reads an oldest record which the cluster did not
   *     find
   * @throws io.userstream.runloop.servers.ServerException if it does not answer
   */
  public static Map<Integer, PartitionLog> ask(
      Admin admin, TopicDescription topic, Map<String, ?> clientProperties)
      throws InterruptedException {
    Map<Integer, PartitionLog> logs = ask(admin, topic);
    if (logs.values().stream().anyMatch(PartitionLog::isOldestUnknown)) {
      try (LogReader reader = new LogReader(topic.name(), clientProperties)) {
        logs.replaceAll(
            (partition, log) ->
                log.isOldestUnknown()
                    ? withOldest(log, reader, new TopicPartition(topic.name(), partition))
                    : log);
      }
    }
    return logs;
  }

  private static PartitionLog withOldest(
      PartitionLog log, LogReader reader, TopicPartition partition) {
    long oldestMs =
        reader.timestampAt(partition, log.start(), log.stable()).orElse(PartitionLog.NO_RECORD);
    return new PartitionLog(log.start(), log.stable(), log.end(), oldestMs);
  }

  private Map<Integer, PartitionLog> ask() throws InterruptedException {
    var starts = offsets(OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    // The stable end first, so that the high watermark is never below it.
    var stable = offsets(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    var ends = offsets(OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    // A search by time finds the first record and its timestamp; -1 in an empty log.
    var oldest = offsets(OffsetSpec.forTimestamp(0), IsolationLevel.READ_UNCOMMITTED);
    Map<Integer, PartitionLog> logs = new TreeMap<>();
    starts.forEach(
        (partition, start) -> {
          long oldestMs = oldest.get(partition).timestamp();
          logs.put(
              partition.partition(),
              new PartitionLog(
                  start.offset(),
                  stable.get(partition).offset(),
                  ends.get(partition).offset(),
                  oldestMs < 0 ? PartitionLog.NO_RECORD : oldestMs));
        });
    return logs;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      OffsetSpec spec, IsolationLevel isolation) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        topic.partitions().stream()
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(topic.name(), info.partition()), info -> spec));
    return KafkaAnswer.await(
        "return the offsets of topic " + topic.name(),
        admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all());
  }
}
