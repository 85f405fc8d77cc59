package io.userstream.pipelines.runloop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a group stands in its partitions, and whether the logs still hold what it has not stored.
 * For use by the loop's thread alone.
 */
final class GroupPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPlaces.class);

  private final GroupClient client;
  private final String group;

  GroupPlaces(GroupClient client, String group) {
    this.client = client;
    this.group = group;
  }

  /**
   * Opens the ledgers of partitions that have come to this member, all of them or, while the group
   * shares out anew, none.
   *
   * @throws RunLoopException when records that are not safe yet are no longer in the log
   * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer in
   *     time
   */
  List<PartitionLedger> open(Set<TopicPartition> partitions) throws RunLoopException {
    Map<TopicPartition, Long> begins = client.begins(partitions);
    Map<TopicPartition, LogEnd> ends = client.ends(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = client.committed(partitions);
    Uuid topicId = client.topic().id();
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> unknown = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata known = committed.get(partition);
      if (known == null) {
        unknown.put(partition, new OffsetAndMetadata(begins.get(partition)));
      }
      long start = known == null ? begins.get(partition) : known.offset();
      requireInLog(partition, start, begins.get(partition), ends.get(partition).offset());
      starts.put(partition, start);
    }
    if (!writeDown(unknown)) {
      return List.of();
    }
    return partitions.stream()
        .map(
            partition ->
                new PartitionLedger(
                    partition, topicId, starts.get(partition), ends.get(partition).offset()))
        .collect(Collectors.toList());
  }

  /**
   * Commits where the group begins in partitions that it has no offset of: else its next start
   * could not tell that records were deleted before they were stored.
   */
  private boolean writeDown(Map<TopicPartition, OffsetAndMetadata> begins) {
    if (begins.isEmpty()) {
      return true;
    }
    try {
      client.commit(begins);
      return true;
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.debug("the first offsets wait for the rebalance");
      return false;
    }
  }

  /**
   * A log's end does not go back; when it does, the records are not the same any more.
   *
   * @throws RunLoopException when the end is below what was planned from this log
   */
  void requireStillThere(PartitionLedger ledger, long end) throws RunLoopException {
    requireInLog(ledger.partition(), ledger.planned(), 0, end);
  }

  private void requireInLog(TopicPartition partition, long start, long begin, long end)
      throws RunLoopException {
    if (start < begin || start > end) {
      throw new RunLoopException(
          String.format(
              "group %s stands at offset %d of %s, but the log goes from %d to %d: records were deleted before they"
                  + " were stored, or the topic was made anew. Nothing is skipped unasked; to go on, set the offset by"
                  + " kafka-consumer-groups --group %s --topic %s --reset-offsets --to-earliest --execute",
              group, start, partition, begin, end, group, partition.topic()));
    }
  }
}
