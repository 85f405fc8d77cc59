package io.userstream.runloop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the group's position in assigned partitions, and checks that their logs still hold the
 * records after it. For use by the loop's thread only.
 */
final class PartitionPositions {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionPositions.class);

  private final GroupClient client;
  private final PartitionLogs logs;

  PartitionPositions(GroupClient client, PartitionLogs logs) {
    this.client = client;
    this.logs = logs;
  }

  /**
   * Opens the ledgers of partitions. Returns none while the group rebalances.
   *
   * @throws LogFaultException if the group cannot continue in some of them
   * @throws org.apache.kafka.common.errors.RetriableException if the brokers do not respond in time
   */
  List<PartitionLedger> open(Set<TopicPartition> partitions) throws LogFaultException {
    List<Place> places = places(partitions);
    List<LogFault> faults = new ArrayList<>();
    for (Place place : places) {
      place.fault().ifPresent(faults::add);
    }
    if (faults.isEmpty()) {
      faults.addAll(truncated(places));
    }
    if (!faults.isEmpty()) {
      throw new LogFaultException(faults);
    }
    if (!writeDown(places)) {
      return List.of();
    }
    List<PartitionLedger> ledgers = new ArrayList<>();
    for (Place place : places) {
      ledgers.add(
          new PartitionLedger(
              place.partition, place.topicId, place.start(), place.end, place.leaderEpoch));
    }
    return ledgers;
  }

  /**
   * Looks at the partitions. The order of the questions matters. The topic comes first: an offset
   * without metadata must not count for a topic that was created after the offset was read. The
   * ends come after the committed offsets, which another member may still move.
   */
  private List<Place> places(Set<TopicPartition> partitions) {
    Uuid expected = logs.topicId(client.topic());
    Map<TopicPartition, OffsetAndMetadata> committed = client.committed(partitions);
    Map<TopicPartition, Long> begins = client.begins(partitions);
    Map<TopicPartition, Long> highWatermarks = client.highWatermarks(partitions);
    Map<TopicPartition, LogEnd> ends = client.ends(partitions);
    TopicState now = client.topic();
    List<Place> places = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      LogEnd end = ends.get(partition);
      places.add(
          new Place(
              partition,
              committed.get(partition),
              begins.get(partition),
              Math.max(highWatermarks.get(partition), end.offset()),
              end.leaderEpoch(),
              now.id(),
              expected));
    }
    return places;
  }

  /** Checks with the leaders that the logs still hold what was in them when it was committed. */
  private List<LogFault> truncated(List<Place> places) {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (Place place : places) {
      if (place.committed != null && place.committed.leaderEpoch().isPresent()) {
        positions.put(place.partition, place.committed);
      }
    }
    List<LogFault> faults = new ArrayList<>();
    if (!positions.isEmpty()) {
      try {
        client.verify(positions);
      } catch (LogTruncationException e) {
        for (Place place : places) {
          if (e.offsetOutOfRangePartitions().containsKey(place.partition)) {
            faults.add(place.faultOf(LogFault.Reason.TRUNCATED).build());
          }
        }
      }
    }
    return faults;
  }

  /**
   * Commits the start position in partitions without an offset: the next start could otherwise not
   * tell that records expired before they were stored. Also commits the topic id of offsets that
   * were committed without it.
   */
  private boolean writeDown(List<Place> places) {
    Map<TopicPartition, OffsetAndMetadata> unknown = new HashMap<>();
    for (Place place : places) {
      if (place.metadata().topicId().isEmpty()) {
        unknown.put(
            place.partition,
            PartitionLedger.offset(place.start(), place.leaderEpoch, place.topicId));
      }
    }
    if (unknown.isEmpty()) {
      return true;
    }
    try {
      client.commit(unknown);
      return true;
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.debug("first commit postponed: the group is rebalancing");
      return false;
    }
  }

  /** The state of a partition at its assignment. */
  private record Place(
      TopicPartition partition,
      @Nullable OffsetAndMetadata committed,
      long begin,
      long end,
      int leaderEpoch,
      Uuid topicId,
      Uuid expectedId) {
    CommitMetadata metadata() {
      return CommitMetadata.of(committed);
    }

    long start() {
      return committed == null ? begin : committed.offset();
    }

    /** Returns the fault that is visible without further questions. */
    Optional<LogFault> fault() {
      CommitMetadata metadata = metadata();
      if (metadata.isRefused()) {
        return Optional.of(metadata.fault(partition, start(), topicId));
      }
      Uuid was = metadata.topicId().orElse(expectedId);
      if (!was.equals(topicId)) {
        return Optional.of(faultOf(LogFault.Reason.RECREATED).setWas(was).build());
      }
      if (!expectedId.equals(topicId)) {
        return Optional.of(faultOf(LogFault.Reason.RECREATED).setWas(expectedId).build());
      }
      if (start() < begin) {
        return Optional.of(faultOf(LogFault.Reason.EXPIRED).build());
      }
      return start() > end
          ? Optional.of(
              faultOf(
                      metadata.topicId().isPresent()
                          ? LogFault.Reason.TRUNCATED
                          : LogFault.Reason.BEYOND_END)
                  .build())
          : Optional.empty();
    }

    LogFault.Builder faultOf(LogFault.Reason reason) {
      return LogFault.builder()
          .setPartition(partition)
          .setReason(reason)
          .setCommitted(start())
          .setPosition(start())
          .setBegin(begin)
          .setEnd(end)
          .setTopicId(topicId);
    }
  }
}
