package io.userstream.tests.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The coordinator of the consumer group: members, owners of partitions, and committed offsets. As
 * in cooperative rebalancing, a partition moves only after its owner released it or was removed.
 */
final class ModelGroup {
  private final List<Member> members = new ArrayList<>();

  /** The owner of each assigned partition. */
  private final Map<Integer, Member> owners = new HashMap<>();

  private final Map<Integer, OffsetAndMetadata> committed = new HashMap<>();

  /** The partitions that the group knows of. Its metadata may be older than the topic. */
  private int partitions;

  /** Moves partitions between remaining members. */
  private int rotation;

  private int generation;

  /** A member of the group. A removed member never returns: its process joins as a new one. */
  static final class Member {
    final String name;
    int seenGeneration = -1;
    boolean removed;

    Member(String name) {
      this.name = name;
    }
  }

  Member join(String name) {
    Member member = new Member(name);
    members.add(member);
    generation++;
    return member;
  }

  /** Removes a member that left, whose session expired, or that was fenced out. */
  void remove(Member member) {
    if (members.remove(member)) {
      member.removed = true;
      owners.values().removeIf(owner -> owner == member);
      generation++;
    }
  }

  void removeAll() {
    List.copyOf(members).forEach(this::remove);
  }

  List<Member> members() {
    return members;
  }

  /** Sets the number of partitions. An owner keeps a removed partition until it releases it. */
  void partitions(int count) {
    if (partitions != count) {
      partitions = count;
      generation++;
    }
  }

  void rotate() {
    rotation++;
    generation++;
  }

  int generation() {
    return generation;
  }

  /** Returns the partitions that a member should own. */
  SortedSet<Integer> target(Member member) {
    TreeSet<Integer> target = new TreeSet<>();
    int index = members.indexOf(member);
    for (int partition = 0; partition < partitions && index >= 0; partition++) {
      if ((partition + rotation) % members.size() == index) {
        target.add(partition);
      }
    }
    return target;
  }

  boolean isFree(int partition) {
    return !owners.containsKey(partition);
  }

  boolean owns(Member member, int partition) {
    return owners.get(partition) == member;
  }

  void give(int partition, Member member) {
    owners.put(partition, member);
  }

  void release(int partition, Member member) {
    if (owners.get(partition) == member) {
      owners.remove(partition);
    }
  }

  @Nullable
  OffsetAndMetadata committed(int partition) {
    return committed.get(partition);
  }

  void commit(int partition, OffsetAndMetadata offset) {
    committed.put(partition, offset);
  }

  /** Returns the number of partitions up to the last one with an offset. */
  int partitionsWithOffsets() {
    return committed.keySet().stream().mapToInt(partition -> partition + 1).max().orElse(0);
  }

  /** The topic was deleted, so the coordinator deletes its offsets. */
  void forgetOffsets() {
    committed.clear();
  }
}
