package io.userstream.runloop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Checks that the logs are still those that the ledgers were opened for: the same topic, and not
 * truncated. For use by the loop's thread only.
 */
final class PartitionLogs {
  private final GroupClient client;
  @Nullable private Uuid topicId;
  private int partitions;

  PartitionLogs(GroupClient client) {
    this.client = client;
  }

  /** Returns the id of the topic of this loop: the first one that it saw. */
  Uuid topicId(TopicState now) {
    partitions = now.partitions();
    if (topicId == null) {
      topicId = now.id();
    }
    return topicId;
  }

  /** Returns the number of partitions of the topic when it was last seen; 0 before that. */
  int partitions() {
    return partitions;
  }

  /**
   * Checks that the topic was not recreated.
   *
   * @throws LogFaultException if the name belongs to another topic than that of the ledgers
   */
  void requireSameTopic(Collection<PartitionLedger> ledgers) throws LogFaultException {
    TopicState now = client.topic();
    if (ledgers.isEmpty() || now.id().equals(topicId(now))) {
      return;
    }
    Set<TopicPartition> there =
        ledgers.stream()
            .map(PartitionLedger::partition)
            .filter(partition -> partition.partition() < now.partitions())
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> begins = client.begins(there);
    Map<TopicPartition, Long> ends = client.highWatermarks(there);
    List<LogFault> faults = new ArrayList<>();
    for (PartitionLedger ledger : ledgers) {
      faults.add(
          fault(ledger, LogFault.Reason.RECREATED)
              .setBegin(begins.getOrDefault(ledger.partition(), 0L))
              .setEnd(ends.getOrDefault(ledger.partition(), 0L))
              .setTopicId(now.id())
              .setWas(ledger.topicId())
              .build());
    }
    throw new LogFaultException(faults);
  }

  /**
   * Checks that each log still holds everything up to where runs were planned, if its leader epoch
   * is new, and notes the epochs.
   *
   * @param ends as reported by the leaders
   * @throws LogFaultException if a log was truncated below that
   */
  void requireNotTruncated(Collection<PartitionLedger> ledgers, Map<TopicPartition, LogEnd> ends)
      throws LogFaultException {
    Map<TopicPartition, OffsetAndMetadata> doubtful = new HashMap<>();
    List<PartitionLedger> shorter = new ArrayList<>();
    for (PartitionLedger ledger : ledgers) {
      LogEnd end = ends.get(ledger.partition());
      if (end.leaderEpoch() != ledger.leaderEpoch() && ledger.leaderEpoch() >= 0) {
        doubtful.put(
            ledger.partition(),
            new OffsetAndMetadata(ledger.planned(), Optional.of(ledger.leaderEpoch()), ""));
      }
      if (end.offset() < ledger.planned()) {
        shorter.add(ledger);
      }
    }
    if (!doubtful.isEmpty()) {
      try {
        client.verify(doubtful);
      } catch (LogTruncationException e) {
        requireSameTopic(ledgers);
        throw truncated(ledgersOf(e, ledgers));
      }
    }
    if (!shorter.isEmpty()) {
      requireSameTopic(ledgers);
      requireReplicated(shorter);
    }
    for (PartitionLedger ledger : ledgers) {
      ledger.leaderEpoch(ends.get(ledger.partition()).leaderEpoch());
    }
  }

  /**
   * Somebody may have set the group's offset between the last stable offset and the high watermark,
   * so only the latter shows a loss.
   */
  private void requireReplicated(List<PartitionLedger> shorter) throws LogFaultException {
    Map<TopicPartition, Long> ends =
        client.highWatermarks(
            shorter.stream().map(PartitionLedger::partition).collect(Collectors.toSet()));
    List<PartitionLedger> lost =
        shorter.stream()
            .filter(ledger -> ends.get(ledger.partition()) < ledger.planned())
            .collect(Collectors.toList());
    if (!lost.isEmpty()) {
      throw truncated(lost);
    }
  }

  /**
   * Converts an exception that the client threw on its own.
   *
   * @throws LogFaultException unless the exception is about a partition without a ledger
   */
  void explain(LogTruncationException e, Collection<PartitionLedger> ledgers)
      throws LogFaultException {
    requireSameTopic(ledgers);
    List<PartitionLedger> lost = ledgersOf(e, ledgers);
    if (!lost.isEmpty()) {
      throw truncated(lost);
    }
  }

  private static List<PartitionLedger> ledgersOf(
      LogTruncationException e, Collection<PartitionLedger> ledgers) {
    return ledgers.stream()
        .filter(ledger -> e.offsetOutOfRangePartitions().containsKey(ledger.partition()))
        .collect(Collectors.toList());
  }

  private LogFaultException truncated(List<PartitionLedger> lost) {
    Set<TopicPartition> partitions =
        lost.stream().map(PartitionLedger::partition).collect(Collectors.toSet());
    Map<TopicPartition, Long> begins = client.begins(partitions);
    Map<TopicPartition, Long> ends = client.highWatermarks(partitions);
    return new LogFaultException(
        lost.stream()
            .map(
                ledger ->
                    fault(ledger, LogFault.Reason.TRUNCATED)
                        .setBegin(begins.get(ledger.partition()))
                        .setEnd(ends.get(ledger.partition()))
                        .build())
            .collect(Collectors.toList()));
  }

  /**
   * Checks that the logs still hold the first record that is not stored.
   *
   * @throws LogFaultException if records expired before they were stored
   */
  void requireNotExpired(Collection<PartitionLedger> ledgers) throws LogFaultException {
    Set<TopicPartition> partitions =
        ledgers.stream().map(PartitionLedger::partition).collect(Collectors.toSet());
    Map<TopicPartition, Long> begins = client.begins(partitions);
    List<LogFault> faults = new ArrayList<>();
    for (PartitionLedger ledger : ledgers) {
      long begin = begins.get(ledger.partition());
      if (begin > ledger.head()) {
        faults.add(
            fault(ledger, LogFault.Reason.EXPIRED)
                .setBegin(begin)
                .setEnd(Math.max(begin, ledger.planned()))
                .build());
      }
    }
    if (!faults.isEmpty()) {
      throw new LogFaultException(faults);
    }
  }

  private static LogFault.Builder fault(PartitionLedger ledger, LogFault.Reason reason) {
    return LogFault.builder()
        .setPartition(ledger.partition())
        .setReason(reason)
        .setCommitted(ledger.committed())
        .setPosition(ledger.planned())
        .setTopicId(ledger.topicId());
  }
}
