package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The progress in one partition while this loop owns it: which offsets are planned into runs, which
 * runs are done, and how far the group may commit. For use by the loop's thread only.
 *
 * <p>Always {@code committed <= head <= planned}. Every record below {@code head} is stored.
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
  private long pause;
  private long committedPause;
  private boolean released;

  /**
   * Opens the ledger of an assigned partition.
   *
   * @param topicId the id of the topic
   * @param committed the group's offset; everything below is stored
   * @param endAtStart the high watermark of the log at the time of the assignment
   * @param leaderEpoch the leader epoch at that time; −1 if unknown
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

  /** Returns the number of offsets up to {@code end} that are in no run yet. */
  long unplanned(long end) {
    return Math.max(0, end - planned);
  }

  /** Returns the number of offsets up to {@code end} that are not committed. */
  long lag(long end) {
    return Math.max(0, end - committed);
  }

  /** Returns the offset below which everything is in a run or stored. */
  long planned() {
    return planned;
  }

  /** Plans the next {@code span} offsets into a run. */
  PartitionRange plan(long span) {
    PartitionRange range =
        PartitionRange.of(partition.topic(), partition.partition(), planned, planned + span);
    planned = range.stop();
    return range;
  }

  /** Plans no run for the next offsets, up to {@code offset}, because they have no record. */
  void skip(long offset) {
    done(plan(offset - planned));
  }

  /** Returns true if another driver may have had records of the range in a run. */
  boolean mayBeRetry(PartitionRange range) {
    return range.start() < endAtStart;
  }

  /** Notes that every record of a planned range is stored. */
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

  /** Returns the offset below which every record is stored. */
  long head() {
    return head;
  }

  /** Returns the offset below which everything is committed. */
  long committed() {
    return committed;
  }

  /**
   * Returns the epoch of the leader whose log had everything up to {@link #planned}; −1 if unknown.
   */
  int leaderEpoch() {
    return leaderEpoch;
  }

  /** Notes the epoch of a leader whose log was checked. */
  void leaderEpoch(int epoch) {
    leaderEpoch = Math.max(leaderEpoch, epoch);
  }

  /** Returns the head to commit, with the topic id and the leader epoch. */
  OffsetAndMetadata offset() {
    return new OffsetAndMetadata(
        head, epoch(leaderEpoch), CommitMetadata.of(topicId).paused(pause).text());
  }

  private static Optional<Integer> epoch(int leaderEpoch) {
    return leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch);
  }

  static OffsetAndMetadata offset(long offset, int leaderEpoch, Uuid topicId) {
    return new OffsetAndMetadata(offset, epoch(leaderEpoch), CommitMetadata.of(topicId).text());
  }

  boolean hasNewHead() {
    return head > committed;
  }

  /**
   * Notes that this driver follows a pause and has no run in flight, or that this has ended.
   *
   * @param version of the pause; 0 if there is none
   */
  void pause(long version) {
    pause = version;
  }

  /** Returns true if the group does not know of the head or of the pause. */
  boolean isCommitDue() {
    return hasNewHead() || pause > committedPause;
  }

  /** Notes that the group accepted a commit. */
  void committed(long offset) {
    if (offset < committed || offset > head) {
      throw new IllegalArgumentException("commit of " + offset + " at " + head);
    }
    committed = offset;
    committedPause = pause;
  }

  /** Returns true if everything is committed that was in the log at the time of the assignment. */
  boolean drained() {
    return committed >= endAtStart;
  }

  /** Notes that the partition is no longer assigned: the results of its runs no longer count. */
  void release() {
    released = true;
  }

  boolean released() {
    return released;
  }
}
