package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.ReadRanges;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** One micro-batch: a bounded pipeline over fixed ranges. Immutable. */
@AutoValue
public abstract class Run {
  /** Counts the runs of a loop, from 1. */
  public abstract long number();

  /** The number of this attempt of the loop at these ranges, from 1. */
  public abstract int attempt();

  /**
   * True when some of the records may have been through a run before, whole or in part: a retried
   * run, or ranges that were already in the log when their partition came to this loop, so that
   * another driver may have begun them. A sink that cannot absorb repeats has to look for them only
   * then.
   */
  public abstract boolean mayBeRetry();

  /**
   * Identity of the topic that the ranges belong to: a topic that is deleted and created again
   * under the same name has another.
   */
  public abstract Uuid topicId();

  /** At most one range of each partition; the list is immutable. */
  @SuppressWarnings("AutoValueImmutableFields") // Guava stays out of this module.
  public abstract List<PartitionRange> ranges();

  @SuppressWarnings("AutoValueImmutableFields") // as above
  abstract Map<String, Object> client();

  /** Reads the ranges with the client properties of the loop's configuration. */
  public final ReadRanges readRanges() {
    return ReadRanges.from(client());
  }

  /** The upper limit of the records in the run. */
  public final long span() {
    return ranges().stream().mapToLong(PartitionRange::span).sum();
  }

  /** Names the run and its ranges. Client properties may hold secrets. */
  @Override
  public final String toString() {
    return "run " + number() + " attempt " + attempt() + " over " + ranges();
  }

  /** What is done of this run's ranges once more, as a run that may have another number. */
  final Run again(long number, List<PartitionRange> ranges) {
    return toBuilder()
        .setNumber(number)
        .setAttempt(attempt() + 1)
        .setMayBeRetry(true)
        .setRanges(ranges)
        .build();
  }

  /** The same run over those of its ranges that are still this loop's. */
  final Run over(List<PartitionRange> stillOwned) {
    return toBuilder().setRanges(stillOwned).build();
  }

  abstract Builder toBuilder();

  /**
   * Builds a run as a loop does, for unit tests of a pipeline. By default it is the first attempt
   * at run 1, over no ranges, without client properties, and no retry.
   */
  public static Builder builder() {
    return new AutoValue_Run.Builder()
        .setNumber(1)
        .setAttempt(1)
        .setMayBeRetry(false)
        .setTopicId(Uuid.ZERO_UUID)
        .setRanges(List.of())
        .setClientProperties(Map.of());
  }

  /** Builds a {@link Run}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setNumber(long number);

    public abstract Builder setAttempt(int attempt);

    public abstract Builder setMayBeRetry(boolean mayBeRetry);

    public abstract Builder setTopicId(Uuid topicId);

    /** Sets at most one range of each partition. */
    public abstract Builder setRanges(List<PartitionRange> ranges);

    abstract Builder setClient(Map<String, Object> client);

    /** Sets the client properties that {@link Run#readRanges} reads with. */
    public final Builder setClientProperties(Map<String, ?> clientProperties) {
      return setClient(Map.copyOf(clientProperties));
    }

    abstract Run autoBuild();

    abstract List<PartitionRange> ranges();

    public final Run build() {
      setRanges(List.copyOf(ranges()));
      return autoBuild();
    }
  }
}
