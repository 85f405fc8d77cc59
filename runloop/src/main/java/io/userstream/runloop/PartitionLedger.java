package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What this loop knows of one partition while it owns it: which offsets are planned into runs,
 * which runs are done, and so how far the group may commit. For use by the loop's thread alone.
 *
 * <p>Always {@code committed <= head <= planned}: below {@code head} every record is safe.
 */
final class PartitionLedger {
  private final TopicPartition partition;
  private final Uuid topicId;
  private final long endAtStart;
  private final NavigableMap<Long, Long> doneAhead = new TreeMap<>();
  private long committed;
  private long head;
  private long planned;
  private int leaderEpoch;
  private boolean released;

  /**
   * Opens the ledger of a partition that has come to this loop.
   *
   * @param topicId which log it is
   * @param committed the group's offset: everything below is safe
   * @param endAtStart the high watermark of the log when the partition came
   * @param leaderEpoch the epoch of its leader then; −1 when it is not known
   */
  PartitionLedger(
      TopicPartition partition, Uuid topicId, long committed, long endAtStart, int leaderEpoch) {
    this.partition = partition;
    this.topicId = topicId;
    this.endAtStart = endAtStart;
    this.committed = committed;
    this.head = committed;
    this.planned = committed;
    this.leaderEpoch = leaderEpoch;
  }

  TopicPartition partition() {
    return partition;
  }

  Uuid topicId() {
    return topicId;
  }

  /** How many offsets up to {@code end} are in no run yet. */
  long unplanned(long end) {
    return Math.max(0, end - planned);
  }

  /** How many offsets up to {@code end} are not committed. */
  long lag(long end) {
    return Math.max(0, end - committed);
  }

  /** Everything below is in a run, or safe. */
  long planned() {
    return planned;
  }

  /** Takes the next {@code span} offsets for a run. */
  PartitionRange plan(long span) {
    PartitionRange range =
        PartitionRange.of(partition.topic(), partition.partition(), planned, planned + span);
    planned = range.stop();
    return range;
  }

  /** Whether records of the range may have been in another driver's run. */
  boolean mayBeRetry(PartitionRange range) {
    return range.start() < endAtStart;
  }

  /** Notes that every record of a planned range is safe. */
  void done(PartitionRange range) {
    if (range.start() < head || range.stop() > planned) {
      throw new IllegalArgumentException(range + " was never planned");
    }
    if (doneAhead.put(range.start(), range.stop()) != null) {
      throw new IllegalStateException(range + " is done twice");
    }
    while (!doneAhead.isEmpty() && doneAhead.firstKey() == head) {
      head = doneAhead.pollFirstEntry().getValue();
    }
  }

  /** The offset below which every record is safe. */
  long head() {
    return head;
  }

  /** Everything below is committed. */
  long committed() {
    return committed;
  }

  /** The epoch of the leader whose log had everything up to {@link #planned}; −1 if unknown. */
  int leaderEpoch() {
    return leaderEpoch;
  }

  /** Notes the epoch of a leader whose log was checked. */
  void leaderEpoch(int epoch) {
    leaderEpoch = Math.max(leaderEpoch, epoch);
  }

  /** The head as it is committed: with its log and the epoch that all below it was seen in. */
  OffsetAndMetadata offset() {
    return offset(head, leaderEpoch, topicId);
  }

  static OffsetAndMetadata offset(long offset, int leaderEpoch, Uuid topicId) {
    return new OffsetAndMetadata(
        offset,
        leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch),
        CommitMetadata.of(topicId).text());
  }

  boolean hasNewHead() {
    return head > committed;
  }

  /** Notes what the group has taken. */
  void committed(long offset) {
    if (offset < committed || offset > head) {
      throw new IllegalArgumentException("commit of " + offset + " at " + head);
    }
    committed = offset;
  }

  /** Whether everything is committed that was in the log when the partition came. */
  boolean drained() {
    return committed >= endAtStart;
  }

  /** The partition has gone to another driver: what its runs still do no longer counts. */
  void release() {
    released = true;
  }

  boolean released() {
    return released;
  }
}
