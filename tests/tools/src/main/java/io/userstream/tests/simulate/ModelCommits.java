package io.userstream.tests.simulate;

import io.userstream.tests.simulate.ModelGroup.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** The commits of one process, with everything that can go wrong between it and the coordinator. */
final class ModelCommits {
  private final DriverProcess process;
  private final World world;
  private final ModelClient client;

  /**
   * The state of the logs that the process has seen: deletions of the topic, truncations by
   * partition.
   */
  private int deletionsSeen = -1;

  private final Map<Integer, Integer> truncationsSeen = new HashMap<>();

  private final Map<Integer, ModelLog> logsSeen = new HashMap<>();

  /** Truncations of which the process has seen the first sign, a new leader epoch. */
  private final Map<Integer, Integer> truncationsSuspected = new HashMap<>();

  /** Whether the last commit failed. */
  private boolean hasFailed;

  private int sent;
  private int landed;

  ModelCommits(DriverProcess process, ModelClient client) {
    this.process = process;
    this.world = process.world;
    this.client = client;
  }

  void sawTopic() {
    deletionsSeen = world.topic.deletions;
  }

  /**
   * The process has requested the end of a log. A truncation only shows as a new leader epoch. The
   * process learns of it when it validates its position or requests the end again.
   */
  void sawLog(ModelLog log) {
    Integer seen = truncationsSeen.get(log.partition);
    boolean isNew = logsSeen.get(log.partition) == log && seen != null && seen != log.truncations;
    Integer suspected = truncationsSuspected.put(log.partition, log.truncations);
    if (!isNew || (suspected != null && suspected == log.truncations)) {
      verified(log);
    }
  }

  /** The process has validated its position in a log whose end it has requested before. */
  void verified(ModelLog log) {
    truncationsSeen.put(
        log.partition, truncationsSuspected.getOrDefault(log.partition, log.truncations));
    logsSeen.put(log.partition, log);
  }

  /** Returns whether it has read a log since the log was last truncated or recreated. */
  boolean knows(ModelLog log) {
    return knowsTheTopic() && truncationsSeen.getOrDefault(log.partition, -1) == log.truncations;
  }

  /**
   * Returns whether it has requested the end of a log since the log was last truncated or
   * recreated.
   */
  boolean knowsTheEnd(ModelLog log) {
    return logsSeen.get(log.partition) == log && knows(log);
  }

  boolean knowsTheTopic() {
    return deletionsSeen == world.topic.deletions;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  void commit(Map<Integer, OffsetAndMetadata> offsets, @Nullable Member member) {
    process.requireAlive();
    hasFailed = false;
    offsets.forEach((partition, offset) -> world.judge.commits(process, partition, offset));
    try {
      send(offsets, member);
    } catch (RuntimeException e) {
      world.history.add(
          () -> process.name + "'s commit of " + text(offsets) + ": " + e.getMessage());
      hasFailed = true;
      throw e;
    }
  }

  private void send(Map<Integer, OffsetAndMetadata> offsets, @Nullable Member member) {
    PlannedEvent fault = process.driver.plans.commits.poll();
    int number = ++sent;
    Set<ModelLog> known = known(offsets.keySet());
    PlannedEvent.Kind kind = fault == null ? null : fault.kind();
    if (kind == PlannedEvent.Kind.COMMIT_LATE) {
      int generation = member == null ? 0 : member.seenGeneration;
      world.scheduler.in(
          fault.millis() * Scheduler.MS,
          () -> {
            // A connection keeps the order of its requests.
            if (member != null
                && !member.removed
                && member.seenGeneration == generation
                && owns(member, offsets)
                && number > landed
                && hasAll(offsets)) {
              landed = number;
              land(offsets, known, " (late)");
            }
          });
      throw Faults.noAnswer();
    }
    client.request();
    if (kind == PlannedEvent.Kind.COMMIT_LOST) {
      throw Faults.noAnswer();
    }
    if (member == null || member.removed) {
      throw new CommitFailedException();
    }
    if (member.seenGeneration != world.group.generation() && process.random.nextInt(3) == 0) {
      throw new RebalanceInProgressException("rebalancing");
    }
    landed = number;
    if (!hasAll(offsets)) {
      throw Faults.unknownTopic();
    }
    land(offsets, known, "");
    if (kind == PlannedEvent.Kind.COMMIT_RESPONSE_LOST) {
      throw Faults.noAnswer();
    }
  }

  /** The logs that have not changed since the process read them. */
  private Set<ModelLog> known(Set<Integer> partitions) {
    Set<ModelLog> known = new HashSet<>();
    for (int partition : partitions) {
      if (partition < world.topic.logs().size() && knows(world.topic.logs().get(partition))) {
        known.add(world.topic.logs().get(partition));
      }
    }
    return known;
  }

  private boolean hasAll(Map<Integer, OffsetAndMetadata> offsets) {
    return world.topic.exists()
        && offsets.keySet().stream().allMatch(number -> number < world.topic.logs().size());
  }

  private boolean owns(Member member, Map<Integer, OffsetAndMetadata> offsets) {
    return offsets.keySet().stream().allMatch(partition -> world.group.owns(member, partition));
  }

  /**
   * The coordinator knows names and no topic ids, so it accepts offsets for any topic with the
   * name.
   */
  private void land(Map<Integer, OffsetAndMetadata> offsets, Set<ModelLog> known, String how) {
    world.history.add(() -> process.name + " commits " + text(offsets) + how);
    offsets.forEach(
        (partition, offset) -> {
          ModelLog log = world.topic.logs().get(partition);
          OffsetAndMetadata before = world.group.committed(partition);
          world.group.commit(partition, offset);
          log.hasOffsetsWithoutIdentity = false;
          world.judge.committed(process, log, before, offset, known.contains(log) && knows(log));
        });
  }

  private static String text(Map<Integer, OffsetAndMetadata> offsets) {
    StringBuilder text = new StringBuilder();
    offsets.forEach(
        (partition, offset) ->
            text.append(text.length() == 0 ? "" : ", ")
                .append(partition)
                .append('@')
                .append(offset.offset())
                .append(offset.metadata().isEmpty() ? "" : " \"" + offset.metadata() + '"'));
    return text.toString();
  }
}
