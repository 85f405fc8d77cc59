package io.userstream.pipelines.runloop;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop as a member of the consumer group: the group gives it partitions and takes its offsets.
 * It never reads a record (its partitions are paused; the runs read), but polls, for that is what
 * keeps a member alive. For use by the loop's thread alone, but for {@link #wakeup}.
 */
final class GroupMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);

  /**
   * How long one question to the brokers may block the loop; when it fails the next tick asks
   * again.
   */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final String group;
  private final TopicPartition anyPartition;
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

  GroupMember(RunLoopConfig config, BeforeRevoked beforeRevoked) {
    group = config.group();
    this.beforeRevoked = beforeRevoked;
    anyPartition = new TopicPartition(config.topic(), 0);
    consumer = new KafkaConsumer<>(consumerProperties(config));
    places = new GroupPlaces(consumer, group, REQUEST_TIMEOUT);
    othersShare = new OthersShare(consumer, config.topic(), REQUEST_TIMEOUT);
    consumer.subscribe(List.of(config.topic()), new Assignment());
  }

  private static Map<String, Object> consumerProperties(RunLoopConfig config) {
    Map<String, Object> properties = new HashMap<>();
    // A killed driver's partitions move on after this time; three heartbeats fit into it.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    properties.put("auto.include.jmx.reporter", "false");
    properties.putAll(config.clientProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Partitions that stay keep their runs in flight while others move.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  /**
   * Lives for a while as a member: heartbeats, rebalances, new ends of the logs.
   *
   * @throws RunLoopException when records that are not safe yet are no longer in the log, or a run
   *     that had to end first failed for good
   */
  void poll(Duration timeout) throws RunLoopException {
    try {
      consumer.poll(timeout);
      if (faultWhileRevoked != null) {
        throw faultWhileRevoked;
      }
      open();
      ends = consumer.endOffsets(asked(), REQUEST_TIMEOUT);
      for (PartitionLedger ledger : ledgers.values()) {
        places.requireStillThere(ledger, ends.getOrDefault(ledger.partition(), Long.MAX_VALUE));
      }
      if (silentSinceNanos != 0) {
        LOG.info("Kafka answers again");
        silentSinceNanos = 0;
      }
    } catch (RetriableException e) {
      long now = System.nanoTime();
      silentSinceNanos = silentSinceNanos == 0 ? now : silentSinceNanos;
      LOG.warn("{}", waitingForKafka());
    }
  }

  /** A member without partitions would not notice that the brokers are silent. */
  private Set<TopicPartition> asked() {
    return ledgers.isEmpty() ? Set.of(anyPartition) : ledgers.keySet();
  }

  private String waitingForKafka() {
    Duration silent = Duration.ofNanos(System.nanoTime() - silentSinceNanos).plus(REQUEST_TIMEOUT);
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
    List<PartitionLedger> ahead =
        ledgers.values().stream().filter(PartitionLedger::hasNewHead).collect(Collectors.toList());
    if (ahead.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    ahead.forEach(ledger -> offsets.put(ledger.partition(), new OffsetAndMetadata(ledger.head())));
    try {
      consumer.commitSync(offsets, REQUEST_TIMEOUT);
      for (PartitionLedger ledger : ahead) {
        long before = ledger.committed();
        ledger.committed(offsets.get(ledger.partition()).offset());
        committedOffsets += ledger.committed() - before;
      }
      lastCommit = Instant.now();
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
    consumer.wakeup();
  }

  /** Leaves the group at once, so that another member need not wait for a session to time out. */
  @Override
  public void close() {
    consumer.close(REQUEST_TIMEOUT);
  }

  /** Ends what is in flight over partitions that another member is about to get. */
  interface BeforeRevoked {
    void endRuns(Collection<TopicPartition> partitions) throws RunLoopException;
  }

  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
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
