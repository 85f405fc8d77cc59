package io.userstream.tests.simulate;

import io.userstream.runloop.GroupClient;
import io.userstream.runloop.LogEnd;
import io.userstream.runloop.TopicState;
import io.userstream.tests.simulate.ModelGroup.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** The connection of a process to the model's brokers. */
final class ModelClient implements GroupClient {
  private static final long REQUEST_TIMEOUT_MS = 3_000;

  private final DriverProcess process;
  private final World world;
  private final ModelCommits commits;
  @Nullable private ConsumerRebalanceListener listener;
  @Nullable private Member member;

  /** The partitions that the process believes it owns. */
  private final TreeSet<Integer> owned = new TreeSet<>();

  /** The number of times that each partition was assigned. */
  private final Map<Integer, Integer> arrivals = new HashMap<>();

  private boolean wakeup;

  ModelClient(DriverProcess process) {
    this.process = process;
    this.world = process.world;
    this.commits = new ModelCommits(process, this);
  }

  @Override
  public void subscribe(ConsumerRebalanceListener newListener) {
    listener = newListener;
  }

  @Override
  public void poll(Duration timeout) {
    process.call();
    if (wakeup) {
      wakeup = false;
      throw new WakeupException();
    }
    if (world.brokersAreSilent()) {
      return; // Waits silently, like a real client.
    }
    if (member == null || member.removed) {
      if (!owned.isEmpty()) {
        List<TopicPartition> lost = partitions(owned);
        world.history.add(() -> process.name + " has lost " + lost);
        owned.clear();
        listener.onPartitionsLost(lost);
      }
      member = world.group.join(process.name);
    }
    rebalance(member);
  }

  private void rebalance(Member current) {
    boolean isNew = current.seenGeneration != world.group.generation();
    SortedSet<Integer> target = world.group.target(current);
    TreeSet<Integer> revoked = new TreeSet<>(owned);
    revoked.removeAll(target);
    if (!revoked.isEmpty()) {
      long startNanos = world.scheduler.nowNanos();
      revoke(current, revoked);
      world.judge.gaveAway(process, revoked, world.scheduler.nowNanos() - startNanos);
    }
    if (current.removed) {
      return;
    }
    current.seenGeneration = world.group.generation();
    SortedSet<Integer> assigned = world.group.target(current);
    assigned.removeIf(partition -> owned.contains(partition) || !world.group.isFree(partition));
    if (isNew || !assigned.isEmpty()) {
      for (int partition : assigned) {
        world.group.give(partition, current);
        arrivals.merge(partition, 1, Integer::sum);
        world.history.add(() -> process.name + " gets partition " + partition);
      }
      owned.addAll(assigned);
      listener.onPartitionsAssigned(partitions(assigned));
    }
  }

  private void revoke(Member current, SortedSet<Integer> revoked) {
    world.history.add(() -> process.name + " gives away partitions " + revoked);
    listener.onPartitionsRevoked(partitions(revoked));
    process.requireAlive();
    owned.removeAll(revoked);
    revoked.forEach(partition -> world.group.release(partition, current));
  }

  private static List<TopicPartition> partitions(SortedSet<Integer> numbers) {
    List<TopicPartition> partitions = new ArrayList<>(numbers.size());
    numbers.forEach(number -> partitions.add(ModelTopic.partition(number)));
    return partitions;
  }

  /** Waits for the brokers. Throws if they stay silent for too long. */
  void request() {
    process.call();
    if (world.brokersAreSilent()) {
      long silentMs = (world.silentUntilNanos - world.scheduler.nowNanos()) / Scheduler.MS;
      world.scheduler.pass((Math.min(silentMs, REQUEST_TIMEOUT_MS) + 1) * Scheduler.MS);
      process.requireAlive();
      if (world.brokersAreSilent()) {
        throw Faults.noAnswer();
      }
    }
  }

  @Override
  public TopicState topic() {
    request();
    if (!world.topic.exists()) {
      throw Faults.unknownTopic();
    }
    commits.sawTopic();
    return new TopicState(world.topic.id(), world.topic.logs().size());
  }

  @Override
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    return ask(partitions, ModelLog::begin);
  }

  @Override
  public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
    return ask(
        partitions,
        log -> {
          commits.sawLog(log);
          return new LogEnd(log.lastStable(), log.epoch());
        });
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    return ask(partitions, ModelLog::end);
  }

  private <T> Map<TopicPartition, T> ask(
      Set<TopicPartition> partitions, Function<ModelLog, T> question) {
    request();
    Map<TopicPartition, T> answers = new HashMap<>();
    for (TopicPartition partition : partitions) {
      answers.put(partition, question.apply(world.topic.log(partition)));
    }
    return answers;
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    request();
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      committed.put(partition, world.group.committed(partition.partition()));
    }
    return committed;
  }

  @Override
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<Integer, OffsetAndMetadata> ordered = new TreeMap<>();
    offsets.forEach((partition, offset) -> ordered.put(partition.partition(), offset));
    commits.commit(ordered, member);
  }

  @Override
  public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {
    request();
    Map<TopicPartition, Long> truncated = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          ModelLog log = world.topic.log(partition);
          position
              .leaderEpoch()
              .filter(epoch -> log.endOfEpoch(epoch) < position.offset())
              .ifPresent(epoch -> truncated.put(partition, position.offset()));
        });
    positions.keySet().forEach(partition -> commits.verified(world.topic.log(partition)));
    if (!truncated.isEmpty()) {
      throw new LogTruncationException("truncated", truncated, Map.of());
    }
  }

  @Override
  public void wakeup() {
    wakeup = true;
  }

  @Override
  public void close() {
    if (member != null && !member.removed && !owned.isEmpty()) {
      revoke(member, new TreeSet<>(owned));
    } else if (!owned.isEmpty()) {
      List<TopicPartition> lost = partitions(owned);
      owned.clear();
      listener.onPartitionsLost(lost);
    }
    leave();
  }

  void leave() {
    if (member != null) {
      world.group.remove(member);
    }
  }

  boolean takesForItsOwn(int partition) {
    return owned.contains(partition);
  }

  /** Returns whether the coordinator considers it the owner. */
  boolean owns(int partition) {
    return member != null && world.group.owns(member, partition);
  }

  int arrivals(int partition) {
    return arrivals.getOrDefault(partition, 0);
  }

  boolean isWithoutShare() {
    return owned.isEmpty();
  }

  boolean knowsTheEnd(ModelLog log) {
    return commits.knowsTheEnd(log);
  }

  boolean knowsTheTopic() {
    return commits.knowsTheTopic();
  }

  boolean commitHasFailed() {
    return commits.hasFailed();
  }

  @Nullable
  Member member() {
    return member;
  }

  /** Stops the heartbeats: the group waits for the session to expire. */
  void sessionEndsLater() {
    Member silent = member;
    if (silent != null) {
      world.scheduler.in(
          world.schedule.settings().sessionTimeoutMs() * Scheduler.MS,
          () -> {
            if (process.isKilled() || process.isSuspended()) {
              world.group.remove(silent);
            }
          });
    }
  }
}
