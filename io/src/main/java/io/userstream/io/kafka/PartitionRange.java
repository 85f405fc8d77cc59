package io.userstream.io.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The records of one partition with offsets from {@code start} (inclusive) to {@code stop}
 * (exclusive). Not every offset needs a record: compaction and transactions leave gaps. Immutable.
 */
@AutoValue
@DefaultCoder(PartitionRangeCoder.class)
public abstract class PartitionRange implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract String topic();

  public abstract int partition();

  public abstract long start();

  public abstract long stop();

  /**
   * Makes a range that is not empty.
   *
   * @throws IllegalArgumentException when {@code start} is negative or not below {@code stop}
   */
  public static PartitionRange of(String topic, int partition, long start, long stop) {
    checkArgument(start >= 0 && start < stop, "empty range: %s to %s", start, stop);
    return new AutoValue_PartitionRange(topic, partition, start, stop);
  }

  /** How many offsets the range spans: the upper limit of its records. */
  public long span() {
    return stop() - start();
  }

  @Override
  public final String toString() {
    return topic() + "-" + partition() + "[" + start() + ", " + stop() + ")";
  }
}
