package io.userstream.runloop;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets below which everything is stored, or that the group cannot continue. For use
 * by the loop's thread only.
 */
final class OffsetCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

  private final GroupClient client;
  private final LoopTime time;
  private final PartitionLogs logs;
  private final FaultMarkers markers;
  private long committedOffsets;
  @Nullable private Instant lastCommit;
  private boolean refused;

  OffsetCommitter(GroupClient client, LoopTime time, PartitionLogs logs, FaultMarkers markers) {
    this.client = client;
    this.time = time;
    this.logs = logs;
    this.markers = markers;
  }

  /**
   * Commits what is safe. The next call retries what the brokers did not accept. If the group
   * rejects a commit, another member owns the partition by now, and nothing is committed.
   *
   * @throws RunLoopException when the topic was recreated; nothing was committed to the new one
   */
  void commit(Collection<PartitionLedger> ledgers) throws RunLoopException {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionLedger ledger : ledgers) {
      if (ledger.isCommitDue()) {
        offsets.put(ledger.partition(), ledger.offset());
      }
    }
    if (refused || offsets.isEmpty()) {
      return;
    }
    try {
      logs.requireSameTopic(ledgers);
      client.commit(offsets);
      for (PartitionLedger ledger : ledgers) {
        committedOffsets += ledger.head() - ledger.committed();
        ledger.committed(ledger.head());
      }
      lastCommit = time.now();
    } catch (LogFaultException e) {
      throw refuse(e);
    } catch (CommitFailedException e) {
      LOG.warn("the group has assigned our partitions to another member; nothing was committed");
    } catch (RebalanceInProgressException e) {
      LOG.debug("commit postponed: the group is rebalancing");
    } catch (RetriableException e) {
      LOG.warn("commit failed, will be retried: {}", e.getMessage());
    }
  }

  /**
   * Checks after the last commit that it went to the right topic, because no later look would
   * notice.
   *
   * @throws RunLoopException when the topic was recreated
   */
  void checkLastCommit(Collection<PartitionLedger> ledgers) throws RunLoopException {
    // Brokers that did not accept the commit would not answer this either, and a stop is urgent.
    boolean isOpen = ledgers.stream().anyMatch(PartitionLedger::hasNewHead);
    if (refused || ledgers.isEmpty() || isOpen) {
      return;
    }
    try {
      logs.requireSameTopic(ledgers);
    } catch (LogFaultException e) {
      throw refuse(e);
    } catch (RetriableException e) {
      LOG.warn("could not check the topic after the last commit: {}", e.getMessage());
    }
  }

  /** Marks the partitions as faulty, and stops committing. Returns what the loop ends with. */
  RunLoopException refuse(LogFaultException e) {
    refused = true;
    return markers.mark(e.faults());
  }

  /** Returns true once a log was found to be faulty: nothing is committed anymore. */
  boolean hasRefused() {
    return refused;
  }

  /** Returns the number of offsets that this loop has committed. */
  long committedOffsets() {
    return committedOffsets;
  }

  Optional<Instant> lastCommit() {
    return Optional.ofNullable(lastCommit);
  }
}
