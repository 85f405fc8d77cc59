package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.control.ControlState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The status of a loop at one moment. Immutable. */
@AutoValue
public abstract class RunLoopStatus {
  /** Returns the partitions assigned to this loop; the list is immutable. */
  @SuppressWarnings("AutoValueImmutableFields") // as in Run
  public abstract List<Partition> partitions();

  /**
   * Returns true once the group has assigned partitions to this loop, or none. Until then the lag
   * is unknown, and {@link #lag} is 0.
   */
  public abstract boolean assigned();

  /** Returns the number of runs that are with the engine. */
  public abstract int runsInFlight();

  /** Returns the number of runs that wait for a retry. */
  public abstract int runsWaiting();

  /** Returns the number of runs done since the loop's start. */
  public abstract long runsDone();

  /**
   * Returns the number of attempts since the loop's start that failed and whose ranges are retried.
   */
  public abstract long runsRetried();

  /**
   * Returns the number of offsets that this loop has committed since its start, in all partitions
   * it ever had.
   */
  public abstract long committedOffsets();

  /** Returns the time of this loop's last commit; empty before the first one. */
  public abstract Optional<Instant> lastCommit();

  /**
   * Describes what keeps the loop from progressing, in a few words: unreachable brokers, a sink
   * that is down, runs being retried, or no assignment yet. Empty if nothing does.
   */
  public abstract Optional<String> obstacle();

  /** Returns the orders of an operator that the loop follows. */
  public abstract ControlState control();

  /**
   * Returns the maximum number of records per second of this driver: the share of the group's rate
   * for the partitions that it owns. Infinite if there is no limit.
   */
  public abstract double maxRecordsPerSecond();

  /**
   * Returns the maximum number of concurrent runs that the latency of the sink allows. Below 1, the
   * loop pauses between runs.
   */
  public abstract double runsAllowed();

  /** Returns the last measured latency of the sink; empty if it is not measured. */
  public abstract Optional<Duration> sinkLatency();

  /** Returns the number of offsets of all partitions that are not committed. */
  public final long lag() {
    return partitions().stream().mapToLong(Partition::lag).sum();
  }

  /**
   * Returns the number of records of all partitions that cannot be read before an open transaction
   * ends.
   */
  public final long behindOpenTransactions() {
    return partitions().stream().mapToLong(Partition::behindOpenTransaction).sum();
  }

  /** The status of one partition. */
  @AutoValue
  public abstract static class Partition {
    public abstract TopicPartition partition();

    /** Returns the offset below which everything is committed. */
    public abstract long committed();

    /** Returns the end of the log, as last seen: everything below is replicated. */
    public abstract long end();

    /**
     * Returns the offset from which everything up to {@link #end} is behind an open transaction.
     */
    public abstract long stableEnd();

    /** Returns when this loop first saw the open transaction; empty if there is none. */
    public abstract Optional<Instant> openSince();

    /** Returns the number of records that cannot be read before an open transaction ends. */
    public final long behindOpenTransaction() {
      return openSince().isPresent() ? Math.max(0, end() - stableEnd()) : 0;
    }

    /** Returns the number of offsets that are not committed. */
    public final long lag() {
      return Math.max(0, end() - committed());
    }

    /** Creates the status of a partition without an open transaction. */
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

  /** Returns a builder with these values. */
  public abstract Builder toBuilder();

  public static Builder builder() {
    return new AutoValue_RunLoopStatus.Builder()
        .setPartitions(List.of())
        .setAssigned(true)
        .setRunsInFlight(0)
        .setRunsWaiting(0)
        .setRunsDone(0)
        .setRunsRetried(0)
        .setControl(ControlState.RUNNING)
        .setMaxRecordsPerSecond(Double.POSITIVE_INFINITY)
        .setRunsAllowed(0)
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

    public abstract Builder setControl(ControlState control);

    public abstract Builder setMaxRecordsPerSecond(double maxRecordsPerSecond);

    public abstract Builder setRunsAllowed(double runsAllowed);

    public abstract Builder setSinkLatency(Optional<Duration> sinkLatency);

    public abstract Builder setObstacle(Optional<String> obstacle);

    public abstract RunLoopStatus build();
  }
}
