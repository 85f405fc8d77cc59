package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import io.userstream.runloop.ranges.PartitionRange;
import java.util.List;
import org.apache.kafka.common.Uuid;

/** One micro-batch: a bounded pipeline over fixed ranges. Immutable. */
@AutoValue
public abstract class Run {
  /** Counts the runs of a loop, from 1. */
  public abstract long number();

  /** How often these ranges have been tried by this loop, this time included: from 1. */
  public abstract int attempt();

  /**
   * True when some of the records may have been through a run before, whole or in part: a repeated
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

  /**
   * At most one range of each partition; the list is immutable. Guava's class is not named, for it
   * has another name in a jar that relocates Guava.
   */
  @SuppressWarnings("AutoValueImmutableFields")
  public abstract List<PartitionRange> ranges();

  static Run first(long number, Uuid topicId, boolean mayBeRetry, List<PartitionRange> ranges) {
    return new AutoValue_Run(number, 1, mayBeRetry, topicId, ImmutableList.copyOf(ranges));
  }

  /** What is done of this run's ranges once more, as a run that may have another number. */
  Run again(long number, List<PartitionRange> ranges) {
    return new AutoValue_Run(number, attempt() + 1, true, topicId(), ImmutableList.copyOf(ranges));
  }

  /** The same run over those of its ranges that are still this loop's. */
  Run over(List<PartitionRange> stillOwned) {
    return new AutoValue_Run(
        number(), attempt(), mayBeRetry(), topicId(), ImmutableList.copyOf(stillOwned));
  }

  /** The upper limit of the records in the run. */
  public long span() {
    return ranges().stream().mapToLong(PartitionRange::span).sum();
  }
}
