package io.userstream.pipelines.runloop;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
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
  private final GroupPlaces places;
  private final BeforeRevoked beforeRevoked;
  private final OthersShare othersShare;
  private final Map<TopicPartition, PartitionLedger> ledgers = new LinkedHashMap<>();
  private final Set<TopicPartition> unopened = new LinkedHashSet<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private boolean joined;
  private long committedOffsets;
  @Nullable private Instant lastCommit;
  private long silentSinceNanos;
  @Nullable private RunLoopException faultWhileRevoked;

  GroupMember(
      RunLoopConfig config, GroupClient client, LoopTime time, BeforeRevoked beforeRevoked) {
    this.group = config.group();
    this.client = client;
    this.time = time;
    this.beforeRevoked = beforeRevoked;
    places = new GroupPlaces(client, group);
    othersShare = new OthersShare(client, config.topic());
    client.subscribe(new Assignment());
  }

  /**
   * Lives for a while as a member: heartbeats, rebalances, new ends of the logs.
   *
   * @throws RunLoopException when records that are not safe yet are no longer in the log, or a run
   *     that had to end first failed for good
   */
  void poll(Duration timeout) throws RunLoopException {
    try {
      client.poll(timeout);
      if (faultWhileRevoked != null) {
        throw faultWhileRevoked;
      }
      open();
      ends = look();
      for (PartitionLedger ledger : ledgers.values()) {
        places.requireStillThere(ledger, ends.getOrDefault(ledger.partition(), Long.MAX_VALUE));
      }
      if (silentSinceNanos != 0) {
        LOG.info("Kafka answers again");
        silentSinceNanos = 0;
      }
    } catch (RetriableException e) {
      long now = time.nanoTime();
      silentSinceNanos = silentSinceNanos == 0 ? now : silentSinceNanos;
      LOG.warn("{}", waitingForKafka());
    }
  }

  private Map<TopicPartition, Long> look() {
    if (ledgers.isEmpty()) {
      client.topic(); // Else a member without partitions would not notice that brokers are silent.
      return Map.of();
    }
    Map<TopicPartition, Long> seen = new HashMap<>();
    client.ends(ledgers.keySet()).forEach((partition, end) -> seen.put(partition, end.offset()));
    return seen;
  }

  private String waitingForKafka() {
    Duration silent =
        Duration.ofNanos(time.nanoTime() - silentSinceNanos).plus(KafkaGroupClient.REQUEST_TIMEOUT);
    return "waiting for Kafka: no answer for " + silent.toSeconds() + " s";
  }

  private void open() throws RunLoopException {
    if (unopened.isEmpty()) {
      return;
    }
    for (PartitionLedger ledger : places.open(unopened)) {
      ledgers.put(ledger.partition(), ledger);
      unopened.remove(ledger.partition());
      LOG.info("{} is ours from offset {}", ledger.partition(), ledger.committed());
    }
  }

  Collection<PartitionLedger> ledgers() {
    return ledgers.values();
  }

  /** The end of each partition's log, as last seen. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  /** Offsets that are not committed yet, over all partitions. */
  long lag() {
    return ledgers.values().stream()
        .mapToLong(ledger -> ledger.lag(ends.getOrDefault(ledger.partition(), 0L)))
        .sum();
  }

  /** Notes how the partitions stand. */
  void describe(RunLoopStatus.Builder status) {
    status
        .setPartitions(
            ledgers.values().stream()
                .map(
                    ledger ->
                        RunLoopStatus.Partition.of(
                            ledger.partition(),
                            ledger.committed(),
                            ends.getOrDefault(ledger.partition(), ledger.committed())))
                .collect(ImmutableList.toImmutableList()))
        .setCommittedOffsets(committedOffsets)
        .setLastCommit(Optional.ofNullable(lastCommit));
  }

  /** What keeps the partitions from moving, in a few words. */
  Optional<String> obstacle() {
    if (silentSinceNanos != 0) {
      return Optional.of(waitingForKafka());
    }
    return joined && unopened.isEmpty()
        ? Optional.empty()
        : Optional.of("group " + group + " has given no partitions yet");
  }

  /**
   * Whether the group has given us our share and all that was in it then is committed. Who has no
   * share, be it that the others have not let go of one yet, asks the brokers for theirs.
   */
  boolean drained() {
    if (!joined || !unopened.isEmpty()) {
      return false;
    }
    return ledgers.isEmpty()
        ? othersShare.drained()
        : ledgers.values().stream().allMatch(PartitionLedger::drained);
  }

  /**
   * Commits what is safe. What the brokers do not take now is offered again at the next call; what
   * the group refuses, because another member owns the partition by now, is not ours to commit.
   */
  void commit() {
    List<PartitionLedger> ahead = new ArrayList<>();
    for (PartitionLedger ledger : ledgers.values()) {
      if (ledger.hasNewHead()) {
        ahead.add(ledger);
      }
    }
    if (ahead.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    ahead.forEach(ledger -> offsets.put(ledger.partition(), new OffsetAndMetadata(ledger.head())));
    try {
      client.commit(offsets);
      for (PartitionLedger ledger : ahead) {
        long before = ledger.committed();
        ledger.committed(offsets.get(ledger.partition()).offset());
        committedOffsets += ledger.committed() - before;
      }
      lastCommit = time.now();
    } catch (CommitFailedException e) {
      LOG.warn("the group has given our partitions to another member; nothing was committed");
    } catch (RebalanceInProgressException e) {
      LOG.debug("commit waits for the rebalance");
    } catch (RetriableException e) {
      LOG.warn("commit not taken, will be repeated: {}", e.getMessage());
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
      } catch (RunLoopException e) {
        faultWhileRevoked = e;
      }
      commit();
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
