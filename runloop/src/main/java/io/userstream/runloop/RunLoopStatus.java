package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** How a loop stands at one moment. Immutable. */
@AutoValue
public abstract class RunLoopStatus {
  /** The partitions that are this loop's now; the list is immutable. */
  @SuppressWarnings("AutoValueImmutableFields") // as in Run
  public abstract List<Partition> partitions();

  /**
   * Whether the group has given this loop its partitions, be it none. Until then the lag is
   * unknown, and {@link #lag} is 0.
   */
  public abstract boolean assigned();

  /** Runs that are with the engine. */
  public abstract int runsInFlight();

  /** Runs that wait to be tried again. */
  public abstract int runsWaiting();

  /** Runs that are done since the loop's start. */
  public abstract long runsDone();

  /** Attempts at runs that failed since the loop's start, and whose ranges are retried. */
  public abstract long runsRetried();

  /** Offsets that this loop has committed since its start, in all partitions that it ever had. */
  public abstract long committedOffsets();

  /** When this loop committed last; empty before the first time. */
  public abstract Optional<Instant> lastCommit();

  /**
   * What keeps the loop from its work now, in a few words: silent brokers, a sink that does not
   * answer, runs that have failed and are being repeated, a group that has given no partition yet.
   */
  public abstract Optional<String> obstacle();

  /** Offsets of all partitions that are not committed. */
  public final long lag() {
    return partitions().stream().mapToLong(Partition::lag).sum();
  }

  /** Records of all partitions that cannot be read before an open transaction ends. */
  public final long behindOpenTransactions() {
    return partitions().stream().mapToLong(Partition::behindOpenTransaction).sum();
  }

  /** One partition. */
  @AutoValue
  public abstract static class Partition {
    public abstract TopicPartition partition();

    /** Everything below is committed. */
    public abstract long committed();

    /** The end of the log, as last seen: everything that is replicated. */
    public abstract long end();

    /** Everything from here to {@link #end} is behind an open transaction. */
    public abstract long stableEnd();

    /** When this loop saw the open transaction first; empty when there is none. */
    public abstract Optional<Instant> openSince();

    /** Records that cannot be read before an open transaction ends. */
    public final long behindOpenTransaction() {
      return openSince().isPresent() ? Math.max(0, end() - stableEnd()) : 0;
    }

    /** Offsets that are not committed. */
    public final long lag() {
      return Math.max(0, end() - committed());
    }

    /** Describes a partition without an open transaction. */
    public static Partition of(TopicPartition partition, long committed, long end) {
      return of(partition, committed, end, end, Optional.empty());
    }

    public static Partition of(
        TopicPartition partition,
        long committed,
        long end,
        long stableEnd,
        Optional<Instant> openSince) {
      return new AutoValue_RunLoopStatus_Partition(partition, committed, end, stableEnd, openSince);
    }
  }

  public static Builder builder() {
    return new AutoValue_RunLoopStatus.Builder()
        .setPartitions(List.of())
        .setAssigned(true)
        .setRunsInFlight(0)
        .setRunsWaiting(0)
        .setRunsDone(0)
        .setRunsRetried(0)
        .setCommittedOffsets(0);
  }

  /** Builds a {@link RunLoopStatus}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setPartitions(List<Partition> partitions);

    public abstract Builder setAssigned(boolean assigned);

    public abstract Builder setRunsInFlight(int runsInFlight);

    public abstract Builder setRunsWaiting(int runsWaiting);

    public abstract Builder setRunsDone(long runsDone);

    public abstract Builder setRunsRetried(long runsRetried);

    public abstract Builder setCommittedOffsets(long committedOffsets);

    public abstract Builder setLastCommit(Optional<Instant> lastCommit);

    public abstract Builder setObstacle(Optional<String> obstacle);

    public abstract RunLoopStatus build();
  }
}
