package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The loop as a member of the consumer group, which assigns partitions to it and stores its
 * offsets. It never reads a record, because the runs do, but polls to stay a member. For use by the
 * loop's thread only, except {@link #wakeup}.
 */
final class GroupMember implements AutoCloseable {
  private final GroupClient client;
  private final String group;
  private final PartitionLogs logs;
  private final PartitionPositions positions;
  private final LogEnds ends;
  private final KafkaOutage outage;
  private final OffsetCommitter committer;
  private final GapSearch gaps;
  private final GroupDrainCheck drainCheck;
  private final Assignment assignment;

  /**
   * Joins the group with the first {@link #poll}.
   *
   * @param endRuns ends the runs over partitions that another member is about to get
   */
  GroupMember(
      RunLoopConfig config, GroupClient client, LoopTime time, Assignment.BeforeRevoked endRuns) {
    this.client = client;
    this.group = config.group();
    Object bootstrapServers =
        config.clientProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    logs = new PartitionLogs(client);
    positions = new PartitionPositions(client, logs);
    ends = new LogEnds(client, logs, time, bootstrapServers);
    outage = new KafkaOutage(config, time);
    committer =
        new OffsetCommitter(client, time, logs, new FaultMarkers(client, group, bootstrapServers));
    gaps = new GapSearch(client, time);
    drainCheck = new GroupDrainCheck(client, config.topic());
    assignment =
        new Assignment(
            partitions -> {
              endRuns.finish(partitions);
              commitLast();
            });
    client.subscribe(assignment);
  }

  private interface Question {
    void ask() throws RunLoopException, LogFaultException;
  }

  /**
   * Polls, which sends heartbeats and takes part in rebalances, and opens assigned partitions.
   *
   * @throws RunLoopException when the group cannot continue in a partition, or a run that had to
   *     end first failed for good
   */
  void poll(Duration timeout) throws RunLoopException {
    ask(
        () -> {
          client.poll(timeout);
          assignment.requireRevokedInOrder();
          open();
        });
  }

  private void open() throws LogFaultException {
    Set<TopicPartition> unopened = assignment.unopened();
    if (unopened.isEmpty() || committer.hasRefused()) {
      return;
    }
    List<PartitionLedger> opened = positions.open(unopened);
    opened.forEach(ledger -> ends.expire(ledger.partition()));
    assignment.open(opened);
  }

  /**
   * Asks for the ends of the logs, and whether they are still the same logs. It asks if {@code
   * wantsNew}, and at least once a second.
   *
   * @throws RunLoopException when the group cannot continue in a partition
   */
  void look(boolean wantsNew) throws RunLoopException {
    boolean due = ends.isDue();
    if (!due && (!wantsNew || outage.isOngoing() || assignment.isEmpty())) {
      return;
    }
    ask(
        () -> {
          ends.look(ledgers(), assignment.partitions(), due);
          outage.end();
        });
  }

  /**
   * Looks for a fault of the logs that may have made a run fail.
   *
   * @throws RunLoopException when the group cannot continue in a partition
   */
  void requireLogs() throws RunLoopException {
    if (assignment.isEmpty() || committer.hasRefused()) {
      return;
    }
    ask(
        () -> {
          ends.look(ledgers(), assignment.partitions(), true);
          logs.requireNotExpired(ledgers());
        });
  }

  /** Asks the brokers, which may be silent, and turns a fault of a log into an error. */
  private void ask(Question question) throws RunLoopException {
    try {
      try {
        question.ask();
      } catch (LogTruncationException e) {
        logs.explain(e, ledgers());
        throw e;
      }
    } catch (LogFaultException e) {
      throw committer.refuse(e);
    } catch (RetriableException e) {
      ends.asked();
      outage.note(e);
    }
  }

  Collection<PartitionLedger> ledgers() {
    return assignment.ledgers();
  }

  /** Returns the offset up to which each partition can be read, as last seen. */
  Map<TopicPartition, Long> ends() {
    return ends.stableEnds();
  }

  /** Does {@link GapSearch#spans} for all partitions. */
  Map<TopicPartition, Long> sparseSpans(long maxRecords) {
    return gaps.spans(ledgers(), ends(), maxRecords);
  }

  /** Returns true once the group has assigned partitions to this member, or none. */
  boolean isAssigned() {
    return assignment.isComplete();
  }

  /** Returns the number of offsets that are not committed, open transactions included. */
  long lag() {
    return ledgers().stream().mapToLong(ledger -> ledger.lag(ends.end(ledger.partition()))).sum();
  }

  /**
   * Returns the share of the topic's partitions that this member has, from 0 to 1. The shares of
   * all members add up to 1.
   */
  double share() {
    return logs.partitions() == 0 ? 0 : Math.min(1, (double) ledgers().size() / logs.partitions());
  }

  /**
   * Adds a pause to the next commits, while no run is in flight.
   *
   * @param version of the pause; 0 if there is none
   */
  void pause(long version) {
    ledgers().forEach(ledger -> ledger.pause(version));
  }

  /** Adds the partitions and commits to a status. */
  void describe(RunLoopStatus.Builder status) {
    status
        .setPartitions(
            ledgers().stream().map(ends::describe).collect(Collectors.toUnmodifiableList()))
        .setAssigned(isAssigned())
        .setCommittedOffsets(committer.committedOffsets())
        .setLastCommit(committer.lastCommit());
  }

  /** Describes what keeps the partitions from progressing; empty if nothing does. */
  Optional<String> obstacle() {
    if (outage.isOngoing()) {
      return Optional.of(outage.describe());
    }
    return isAssigned()
        ? ends.transactionProblem(ledgers())
        : Optional.of("group " + group + " has not assigned partitions yet");
  }

  /**
   * Does {@link LogEnds#requireTransactionsToEnd} for all partitions. Silent brokers cannot say
   * whether a transaction is still open.
   */
  void requireTransactionsToEnd(Duration timeout) throws RunLoopException {
    if (!outage.isOngoing()) {
      ends.requireTransactionsToEnd(ledgers(), timeout);
    }
  }

  /** Does {@link GroupDrainCheck#drained} for this member's share. */
  boolean drained() {
    return isAssigned() && drainCheck.drained(ledgers());
  }

  /** Does {@link OffsetCommitter#commit} for all partitions. */
  void commit() throws RunLoopException {
    committer.commit(ledgers());
  }

  /**
   * Commits for the last time.
   *
   * @throws RunLoopException when the topic was recreated
   */
  void commitLast() throws RunLoopException {
    commit();
    if (!outage.isOngoing()) {
      committer.checkLastCommit(ledgers());
    }
  }

  /** Ends a poll that waits; safe from any thread. */
  void wakeup() {
    client.wakeup();
  }

  /** Leaves the group at once, so that no other member has to wait for a session timeout. */
  @Override
  public void close() {
    client.close();
  }
}
