package io.userstream.runloop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group has assigned to this member. Each has a ledger once the group's
 * position in it is known. For use by the loop's thread only.
 */
final class Assignment implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

  /** The partitions of a larger assignment are not logged one by one. */
  private static final int MAX_LINES = 100;

  private final BeforeRevoked beforeRevoked;
  private final Map<TopicPartition, PartitionLedger> ledgers = new LinkedHashMap<>();
  private final Set<TopicPartition> unopened = new LinkedHashSet<>();
  private boolean joined;
  @Nullable private RunLoopException faultWhileRevoked;

  /** Finishes the work on partitions that another member is about to get. */
  interface BeforeRevoked {
    void finish(Collection<TopicPartition> partitions) throws RunLoopException;
  }

  Assignment(BeforeRevoked beforeRevoked) {
    this.beforeRevoked = beforeRevoked;
  }

  /** Returns true once the group has assigned partitions, or none, and all of them are open. */
  boolean isComplete() {
    return joined && unopened.isEmpty();
  }

  boolean isEmpty() {
    return ledgers.isEmpty();
  }

  /** Returns the ledgers of the open partitions. */
  Collection<PartitionLedger> ledgers() {
    return ledgers.values();
  }

  /** Returns the open partitions. */
  Set<TopicPartition> partitions() {
    return ledgers.keySet();
  }

  /** Returns a copy of the partitions whose position is not known yet. */
  Set<TopicPartition> unopened() {
    return new LinkedHashSet<>(unopened);
  }

  /** Adds the ledgers of assigned partitions. */
  void open(Collection<PartitionLedger> opened) {
    for (PartitionLedger ledger : opened) {
      ledgers.put(ledger.partition(), ledger);
      unopened.remove(ledger.partition());
    }
    if (opened.size() > MAX_LINES) {
      LOG.info("{} partitions assigned", opened.size());
      return;
    }
    for (PartitionLedger ledger : opened) {
      LOG.info("{} assigned, starting at offset {}", ledger.partition(), ledger.committed());
    }
  }

  /**
   * Reports a fault of the last revocation, which a listener cannot throw itself.
   *
   * @throws RunLoopException when the work on a revoked partition failed for good
   */
  void requireRevokedInOrder() throws RunLoopException {
    if (faultWhileRevoked != null) {
      throw faultWhileRevoked;
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    unopened.addAll(partitions);
    joined = true;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    try {
      beforeRevoked.finish(partitions);
    } catch (RunLoopException e) {
      faultWhileRevoked = e;
    }
    release(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    release(partitions);
  }

  private void release(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("no longer assigned: {}", partitions);
    }
    for (TopicPartition partition : partitions) {
      unopened.remove(partition);
      PartitionLedger ledger = ledgers.remove(partition);
      if (ledger != null) {
        ledger.release();
      }
    }
  }
}
