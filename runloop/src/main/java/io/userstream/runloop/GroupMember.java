package io.userstream.runloop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop as a member of the consumer group: the group gives it partitions and takes its offsets.
 * It never reads a record (the runs read), but polls, for that is what keeps a member alive. For
 * use by the loop's thread alone, but for {@link #wakeup}.
 */
final class GroupMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

  private final GroupClient client;
  private final LoopTime time;
  private final String group;
  private final String topic;
  private final Duration missingTopicTimeout;
  private final Object bootstrapServers;
  private final PartitionLogs logs;
  private final PartitionPositions positions;
  private final LogEnds ends;
  private final FaultMarkers markers;
  private final BeforeRevoked beforeRevoked;
  private final GroupDrainCheck othersShare;
  private final Map<TopicPartition, PartitionLedger> ledgers = new LinkedHashMap<>();
  private final Set<TopicPartition> unopened = new LinkedHashSet<>();
  private boolean joined;
  private long committedOffsets;
  @Nullable private Instant lastCommit;
  private long silentSinceNanos;
  private boolean topicIsMissing;
  @Nullable private Long missingSinceNanos;
  private boolean refused;
  @Nullable private RunLoopException faultWhileRevoked;

  GroupMember(
      RunLoopConfig config, GroupClient client, LoopTime time, BeforeRevoked beforeRevoked) {
    this.group = config.group();
    this.topic = config.topic();
    this.client = client;
    this.time = time;
    this.beforeRevoked = beforeRevoked;
    missingTopicTimeout = config.missingTopicTimeout();
    bootstrapServers = config.clientProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    logs = new PartitionLogs(client);
    positions = new PartitionPositions(client, logs);
    ends = new LogEnds(client, logs, time, bootstrapServers);
    markers = new FaultMarkers(client, group, bootstrapServers);
    othersShare = new GroupDrainCheck(client, config.topic());
    client.subscribe(new Assignment());
  }

  /**
   * Lives for a while as a member: heartbeats and rebalances.
   *
   * @throws RunLoopException when the group cannot continue in a partition, or a run that had to
   *     end first failed for good
   */
  void poll(Duration timeout) throws RunLoopException {
    ask(
        () -> {
          client.poll(timeout);
          if (faultWhileRevoked != null) {
            throw faultWhileRevoked;
          }
          open();
        });
  }

  /**
   * Asks for the ends of the logs, and whether they are still the same logs. The brokers are asked
   * if {@code wantsNew}, and at least once a second.
   *
   * @throws RunLoopException when the group cannot continue in a partition
   */
  void look(boolean wantsNew) throws RunLoopException {
    boolean due = ends.isDue();
    if (!due && (!wantsNew || isSilent() || ledgers.isEmpty())) {
      return;
    }
    ask(
        () -> {
          ends.look(ledgers.values(), ledgers.keySet(), due);
          missingSinceNanos = null;
          if (isSilent()) {
            LOG.info("Kafka answers again");
            silentSinceNanos = 0;
          }
        });
  }

  /** Asks the brokers, who may be silent, and turns what is wrong with a log into an error. */
  private void ask(Question question) throws RunLoopException {
    try {
      try {
        question.ask();
      } catch (LogTruncationException e) {
        logs.explain(e, ledgers.values());
        throw e;
      }
    } catch (LogFaultException e) {
      throw refuse(e);
    } catch (RetriableException e) {
      ends.asked();
      silentSinceNanos = isSilent() ? silentSinceNanos : time.nanoTime();
      noteMissingTopic(e instanceof UnknownTopicOrPartitionException);
      LOG.warn("{}", waitingForKafka());
      LOG.debug("Kafka", e);
    }
  }

  private void noteMissingTopic(boolean isMissing) throws RunLoopException {
    topicIsMissing = isMissing;
    if (!isMissing) {
      return; // While the brokers are silent, nobody knows.
    }
    long now = time.nanoTime();
    if (missingSinceNanos == null) {
      missingSinceNanos = now;
    }
    if (now - missingSinceNanos >= missingTopicTimeout.toNanos()) {
      throw new RunLoopException(
          String.format(
              Locale.ROOT,
              "Topic %s does not exist at %s, after %d s. Create it, or correct its name or the"
                  + " address",
              topic,
              bootstrapServers,
              TimeUnit.NANOSECONDS.toSeconds(now - missingSinceNanos)));
    }
  }

  private interface Question {
    void ask() throws RunLoopException, LogFaultException;
  }

  /**
   * Looks for what a fault of a run may come from.
   *
   * @throws RunLoopException when the group cannot continue in a partition
   */
  void requireLogs() throws RunLoopException {
    if (ledgers.isEmpty() || refused) {
      return;
    }
    ask(
        () -> {
          ends.look(ledgers.values(), ledgers.keySet(), true);
          logs.requireNotExpired(ledgers.values());
        });
  }

  /** From now on nothing is committed any more. */
  private RunLoopException refuse(LogFaultException e) {
    refused = true;
    return markers.mark(e.faults());
  }

  private boolean isSilent() {
    return silentSinceNanos != 0;
  }

  private String waitingForKafka() {
    Duration silent = Duration.ofNanos(time.nanoTime() - silentSinceNanos);
    return topicIsMissing
        ? String.format(
            "waiting for topic %s, which does not exist, for %d s", topic, silent.toSeconds())
        : String.format(
            "waiting for Kafka: no answer for %d s",
            silent.plus(KafkaGroupClient.REQUEST_TIMEOUT).toSeconds());
  }

  private void open() throws LogFaultException {
    if (unopened.isEmpty() || refused) {
      return;
    }
    for (PartitionLedger ledger : positions.open(new LinkedHashSet<>(unopened))) {
      ledgers.put(ledger.partition(), ledger);
      ends.expire(ledger.partition());
      unopened.remove(ledger.partition());
      LOG.info("{} is ours from offset {}", ledger.partition(), ledger.committed());
    }
  }

  Collection<PartitionLedger> ledgers() {
    return ledgers.values();
  }

  /** Up to where each partition can be read, as last seen. */
  Map<TopicPartition, Long> ends() {
    return ends.stableEnds();
  }

  /** Returns whether the group has given this member its partitions, be it none. */
  boolean isAssigned() {
    return joined && unopened.isEmpty();
  }

  /** Offsets that are not committed yet, over all partitions, open transactions included. */
  long lag() {
    long lag = 0;
    for (PartitionLedger ledger : ledgers.values()) {
      lag += ledger.lag(ends.end(ledger.partition()));
    }
    return lag;
  }

  /** Describes the partitions. */
  void describe(RunLoopStatus.Builder status) {
    status
        .setPartitions(
            ledgers.values().stream().map(ends::describe).collect(Collectors.toUnmodifiableList()))
        .setAssigned(isAssigned())
        .setCommittedOffsets(committedOffsets)
        .setLastCommit(Optional.ofNullable(lastCommit));
  }

  /** What keeps the partitions from moving, in a few words. */
  Optional<String> obstacle() {
    if (isSilent()) {
      return Optional.of(waitingForKafka());
    }
    return isAssigned()
        ? ends.transactionProblem(ledgers.values())
        : Optional.of("group " + group + " has given no partitions yet");
  }

  /**
   * As {@link LogEnds#requireTransactionsToEnd}, of all partitions. While the brokers are silent
   * nobody knows whether a transaction is still open.
   */
  void requireTransactionsToEnd(Duration timeout) throws RunLoopException {
    if (isSilent()) {
      return;
    }
    ends.requireTransactionsToEnd(ledgers.values(), timeout);
  }

  /**
   * Whether the group has given us our share and all that was in it then is committed. Who has no
   * share, be it that the others have not let go of one yet, asks the brokers for theirs.
   */
  boolean drained() {
    if (!isAssigned()) {
      return false;
    }
    return ledgers.isEmpty()
        ? othersShare.drained()
        : ledgers.values().stream().allMatch(PartitionLedger::drained);
  }

  /**
   * Commits what is safe. What the brokers do not take now is offered again at the next call; what
   * the group refuses, because another member owns the partition by now, is not ours to commit.
   *
   * @throws RunLoopException when the topic is another one, to which nothing was committed
   */
  void commit() throws RunLoopException {
    if (refused) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionLedger ledger : ledgers.values()) {
      if (ledger.hasNewHead()) {
        offsets.put(ledger.partition(), ledger.offset());
      }
    }
    if (offsets.isEmpty()) {
      return;
    }
    try {
      logs.requireSameTopic(ledgers.values());
      client.commit(offsets);
      offsets.forEach(
          (partition, offset) -> {
            PartitionLedger ledger = ledgers.get(partition);
            committedOffsets += offset.offset() - ledger.committed();
            ledger.committed(offset.offset());
          });
      lastCommit = time.now();
    } catch (LogFaultException e) {
      throw refuse(e);
    } catch (CommitFailedException e) {
      LOG.warn("the group has given our partitions to another member; nothing was committed");
    } catch (RebalanceInProgressException e) {
      LOG.debug("commit waits for the rebalance");
    } catch (RetriableException e) {
      LOG.warn("commit not taken, will be repeated: {}", e.getMessage());
    }
  }

  /**
   * Commits for the last time, and makes sure that what was committed is of the right topic: nobody
   * would look again.
   *
   * @throws RunLoopException when the topic is another one
   */
  void commitLast() throws RunLoopException {
    commit();
    // Brokers that have not taken the commit would not answer this either, and a stop is urgent.
    boolean isOpen = ledgers.values().stream().anyMatch(PartitionLedger::hasNewHead);
    if (refused || ledgers.isEmpty() || isOpen || isSilent()) {
      return;
    }
    try {
      logs.requireSameTopic(ledgers.values());
    } catch (LogFaultException e) {
      throw refuse(e);
    } catch (RetriableException e) {
      LOG.warn("the topic was not checked after the last commit: {}", e.getMessage());
    }
  }

  /** Ends a poll that waits; safe from any thread. */
  void wakeup() {
    client.wakeup();
  }

  /** Leaves the group at once, so that another member need not wait for a session to time out. */
  @Override
  public void close() {
    client.close();
  }

  /** Ends what is in flight over partitions that another member is about to get. */
  interface BeforeRevoked {
    void endRuns(Collection<TopicPartition> partitions) throws RunLoopException;
  }

  private final class Assignment implements ConsumerRebalanceListener {
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
        beforeRevoked.endRuns(partitions);
        commitLast();
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
        LOG.info("no longer ours: {}", partitions);
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
}
