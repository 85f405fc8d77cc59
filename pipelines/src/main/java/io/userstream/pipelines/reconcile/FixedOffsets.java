package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.runloop.ranges.PartitionRange;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is compared, fixed at the start: where the users topic and the dead letters begin and end,
 * and how far the store has come. Immutable.
 */
@AutoValue
abstract class FixedOffsets implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract String topic();

  abstract String deadLetterTopic();

  /** Id that Kafka gave the users topic when it was created. */
  abstract String topicId();

  /** By partition of the users topic, all of them. */
  abstract ImmutableMap<Integer, PartitionLog> users();

  /**
   * By partition of the users topic, all of them: the offset below which the store is done. Where
   * the group has committed nothing it is the beginning of the log.
   */
  abstract ImmutableMap<Integer, Long> committed();

  /** What there is of dead letters; no range for an empty partition. */
  abstract ImmutableList<PartitionRange> dead();

  /**
   * Whether the offsets can be believed to be those of a store: the group has committed an offset
   * of the topic, or has a member that reads it, or there is nothing to commit.
   */
  abstract boolean hasGroup();

  static Builder builder() {
    return new AutoValue_FixedOffsets.Builder().setHasGroup(true).setDead(ImmutableList.of());
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

    abstract FixedOffsets build();
  }

  /** Returns what can be read of both topics; no range for an empty partition. */
  ImmutableList<PartitionRange> ranges() {
    Stream<PartitionRange> readable =
        users().entrySet().stream()
            .flatMap(user -> user.getValue().readable(topic(), user.getKey()).stream());
    return Stream.concat(readable, dead().stream()).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the number of offsets of the users topic, as it is here, above the committed ones;
   * those behind an open transaction count.
   *
   * @param committed by partition, of now
   */
  long uncommitted(Map<Integer, Long> committed) {
    return users().entrySet().stream()
        .mapToLong(user -> Math.max(0, user.getValue().end() - committed.get(user.getKey())))
        .sum();
  }

  /** Returns the number of offsets of the users topic behind an open transaction. */
  long hidden() {
    return users().values().stream().mapToLong(PartitionLog::hidden).sum();
  }

  /** Returns when the oldest record of the users topic was appended, see {@link PartitionLog}. */
  long oldestMs() {
    return users().values().stream()
        .mapToLong(PartitionLog::oldestMs)
        .min()
        .orElse(PartitionLog.NO_RECORD);
  }

  /** The ends of the users topic's partitions, added up: another number when users came. */
  long end() {
    return users().values().stream().mapToLong(PartitionLog::end).sum();
  }
}
