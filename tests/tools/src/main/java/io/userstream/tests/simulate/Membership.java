package io.userstream.tests.simulate;

import io.userstream.tests.simulate.ModelGroup.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** The membership of a process in the consumer group, and the partitions that it owns. */
final class Membership {
  private final DriverProcess process;
  private final World world;
  @Nullable private ConsumerRebalanceListener listener;
  @Nullable private Member member;

  /** The partitions that the process believes it owns. */
  private final TreeSet<Integer> owned = new TreeSet<>();

  /** The number of times that each partition was assigned. */
  private final Map<Integer, Integer> arrivals = new HashMap<>();

  Membership(DriverProcess process) {
    this.process = process;
    this.world = process.world;
  }

  void subscribe(ConsumerRebalanceListener newListener) {
    listener = newListener;
  }

  /** Joins the group if necessary, and takes part in its rebalance. */
  void poll() {
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

  void close() {
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
