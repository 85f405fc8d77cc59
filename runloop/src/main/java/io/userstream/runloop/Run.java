package io.userstream.runloop;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.ReadRanges;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** A bounded pipeline over fixed ranges. Immutable. */
@AutoValue
public abstract class Run {
  /**
   * Returns the number of the run in its loop, from 1. The run with which a loop warms up has the
   * number 0, one empty range and a topic id of zeros.
   */
  public abstract long number();

  /** Returns the number of the loop's attempt at these ranges, from 1. */
  public abstract int attempt();

  /**
   * Returns true if an earlier run may have processed some of the records: this run is a retry, or
   * its ranges were in the log before their partition was assigned, so another driver may have
   * started them. A sink that cannot absorb retries has to look for earlier results only in this
   * case.
   */
  public abstract boolean mayBeRetry();

  /**
   * Returns the id of the topic. A topic that is deleted and created again under the same name has
   * another id.
   */
  public abstract Uuid topicId();

  /** Returns at most one range per partition; the list is immutable. */
  @SuppressWarnings("AutoValueImmutableFields") // Guava stays out of this module.
  public abstract List<PartitionRange> ranges();

  /** Returns into how many bundles to cut the ranges, for {@code Ranges.inBundles}. */
  public abstract int bundles();

  @SuppressWarnings("AutoValueImmutableFields") // as above
  abstract Map<String, Object> client();

  /** Returns the upper limit of the number of records, which is lower than the span in gaps. */
  abstract long maxRecords();

  /** Reads the ranges with the client properties of the loop's configuration. */
  public final ReadRanges readRanges() {
    return ReadRanges.from(client());
  }

  /** Returns the number of offsets, which is an upper limit of the number of records. */
  public final long span() {
    return ranges().stream().mapToLong(PartitionRange::span).sum();
  }

  /**
   * Names the run and its ranges. The client properties are left out, because they may hold
   * secrets.
   */
  @Override
  public final String toString() {
    return "run " + number() + " attempt " + attempt() + " over " + ranges();
  }

  /** Returns a retry of some of its ranges, which may have another number. */
  final Run again(long number, List<PartitionRange> ranges) {
    long span = ranges.stream().mapToLong(PartitionRange::span).sum();
    return toBuilder()
        .setMaxRecords(Math.min(span, (long) Math.ceil((double) maxRecords() * span / span())))
        .setNumber(number)
        .setAttempt(attempt() + 1)
        .setMayBeRetry(true)
        .setRanges(ranges)
        .build();
  }

  /** Returns the same run over those ranges that are still assigned. */
  final Run over(List<PartitionRange> stillOwned) {
    return toBuilder().setRanges(stillOwned).build();
  }

  /** Returns the same run in this number of bundles. */
  final Run in(int bundles) {
    return toBuilder().setBundles(bundles).build();
  }

  abstract Builder toBuilder();

  /**
   * Builds a run as a loop does, for unit tests of a pipeline. The default is the first attempt at
   * run 1, without ranges and client properties.
   */
  public static Builder builder() {
    return new AutoValue_Run.Builder()
        .setNumber(1)
        .setAttempt(1)
        .setMayBeRetry(false)
        .setTopicId(Uuid.ZERO_UUID)
        .setRanges(List.of())
        .setMaxRecords(Long.MAX_VALUE)
        .setBundles(1)
        .setClientProperties(Map.of());
  }

  /** Builds a {@link Run}. */
  @AutoValue.Builder
  public abstract static class Builder {
    public abstract Builder setNumber(long number);

    public abstract Builder setAttempt(int attempt);

    public abstract Builder setMayBeRetry(boolean mayBeRetry);

    public abstract Builder setTopicId(Uuid topicId);

    /** Sets at most one range per partition. */
    public abstract Builder setRanges(List<PartitionRange> ranges);

    public abstract Builder setBundles(int bundles);

    abstract Builder setMaxRecords(long maxRecords);

    abstract Builder setClient(Map<String, Object> client);

    /** Sets the client properties that {@link Run#readRanges} reads with. */
    public final Builder setClientProperties(Map<String, ?> clientProperties) {
      return setClient(Map.copyOf(clientProperties));
    }

    abstract Run autoBuild();

    abstract List<PartitionRange> ranges();

    abstract long maxRecords();

    public final Run build() {
      setRanges(List.copyOf(ranges()));
      long span = ranges().stream().mapToLong(PartitionRange::span).sum();
      setMaxRecords(Math.min(maxRecords(), span));
      return autoBuild();
    }
  }
}
