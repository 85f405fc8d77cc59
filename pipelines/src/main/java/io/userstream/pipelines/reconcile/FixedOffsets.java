package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.RedriveMarks;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.runloop.ranges.PartitionRange;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The offsets to compare, fixed at the start: the logs of users and dead letters, and the store's
 * progress. Immutable.
 */
@AutoValue
abstract class FixedOffsets implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract String topic();

  abstract String deadLetterTopic();

  /** Returns the topic id of the users topic. */
  abstract String topicId();

  /** Returns the log of each partition of the users topic. */
  abstract ImmutableMap<Integer, PartitionLog> users();

  /**
   * Returns the offset below which the store is done, for each partition of the users topic. Where
   * the group has committed nothing, this is the start of the log.
   */
  abstract ImmutableMap<Integer, Long> committed();

  /** Returns the readable offsets of dead letters; no range for an empty partition. */
  abstract ImmutableList<PartitionRange> dead();

  /** Returns the records whose dead letters were redriven. */
  abstract RedriveMarks redriven();

  /**
   * Returns whether these are only the offsets since an earlier look. Then users without a record
   * are not compared, and dead letters of records before the look are ignored.
   */
  abstract boolean window();

  /** Returns the users who must be absent. */
  abstract Erasures erasures();

  /** Returns the start of the log of each partition of the dead letter topic. */
  abstract ImmutableMap<Integer, Long> deadStarts();

  /**
   * Returns whether the offsets are those of a store: the group has committed an offset of the
   * topic or has a member that reads it, or there is nothing to commit.
   */
  abstract boolean hasGroup();

  /** Returns the same offsets with marks that were read from the dead letters. */
  FixedOffsets withRedriven(RedriveMarks marks) {
    return toBuilder().setRedriven(marks).build();
  }

  /** Returns the same offsets with users who must be absent. */
  FixedOffsets withErasures(Erasures erasures) {
    return toBuilder().setErasures(erasures).build();
  }

  abstract Builder toBuilder();

  static Builder builder() {
    return new AutoValue_FixedOffsets.Builder()
        .setHasGroup(true)
        .setDead(ImmutableList.of())
        .setRedriven(RedriveMarks.NONE)
        .setErasures(Erasures.NONE)
        .setWindow(false)
        .setDeadStarts(ImmutableMap.of());
  }

  /** Builds {@link FixedOffsets}. */
  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setTopic(String topic);

    abstract Builder setDeadLetterTopic(String deadLetterTopic);

    abstract Builder setTopicId(String topicId);

    abstract Builder setUsers(Map<Integer, PartitionLog> users);

    abstract Builder setCommitted(Map<Integer, Long> committed);

    abstract Builder setDead(Iterable<PartitionRange> dead);

    abstract Builder setHasGroup(boolean hasGroup);

    abstract Builder setRedriven(RedriveMarks redriven);

    abstract Builder setErasures(Erasures erasures);

    abstract Builder setWindow(boolean isWindow);

    abstract Builder setDeadStarts(Map<Integer, Long> deadStarts);

    abstract FixedOffsets build();
  }

  /** Returns the readable offsets of both topics; no range for an empty partition. */
  ImmutableList<PartitionRange> ranges() {
    Stream<PartitionRange> readable =
        users().entrySet().stream()
            .flatMap(user -> user.getValue().readable(topic(), user.getKey()).stream());
    return Stream.concat(readable, dead().stream()).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the number of these offsets of the users topic above the committed ones, including
   * those behind an open transaction.
   *
   * @param committed current committed offsets by partition
   */
  long uncommitted(Map<Integer, Long> committed) {
    return users().entrySet().stream()
        .mapToLong(user -> Math.max(0, user.getValue().end() - committed(user, committed)))
        .sum();
  }

  /** A broker that did not know a new partition yet names no offset of it. */
  private static long committed(
      Map.Entry<Integer, PartitionLog> user, Map<Integer, Long> committed) {
    return committed.getOrDefault(user.getKey(), user.getValue().start());
  }

  /** Returns the number of offsets of the users topic behind an open transaction. */
  long hidden() {
    return users().values().stream().mapToLong(PartitionLog::hidden).sum();
  }

  /** Returns the append time of the oldest user record, see {@link PartitionLog}. */
  long oldestMs() {
    return users().values().stream()
        .mapToLong(PartitionLog::oldestMs)
        .min()
        .orElse(PartitionLog.NO_RECORD);
  }

  /** Returns the number of offsets to read. */
  long span() {
    return ranges().stream().mapToLong(PartitionRange::span).sum();
  }

  /** Returns the sum of end offsets of the users topic, which changes when users arrive. */
  long end() {
    return users().values().stream().mapToLong(PartitionLog::end).sum();
  }
}
