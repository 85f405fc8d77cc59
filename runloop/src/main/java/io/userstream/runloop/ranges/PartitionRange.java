package io.userstream.runloop.ranges;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition with offsets from {@code start} (inclusive) to {@code stop}
 * (exclusive). Compaction and transactions leave offsets without a record. Immutable.
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
   * Creates a range. If {@code start} equals {@code stop}, it is empty.
   *
   * @throws IllegalArgumentException if {@code start} is negative or above {@code stop}
   */
  public static PartitionRange of(String topic, int partition, long start, long stop) {
    if (start < 0 || start > stop) {
      throw new IllegalArgumentException("not a range: " + start + " to " + stop);
    }
    return new AutoValue_PartitionRange(topic, partition, start, stop);
  }

  /** Returns the part of the range with these offsets. */
  PartitionRange part(long from, long to) {
    return of(topic(), partition(), from, to);
  }

  /**
   * Splits the range into ranges that span at most the given number of offsets, in their order. An
   * empty range is one piece.
   */
  public List<PartitionRange> pieces(long span) {
    List<PartitionRange> pieces = new ArrayList<>();
    long from = start();
    do {
      pieces.add(part(from, Math.min(from + span, stop())));
      from += span;
    } while (from < stop());
    return pieces;
  }

  /** Returns the partition as a type of Kafka's client. */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic(), partition());
  }

  /** Returns the number of offsets, which is the upper limit of the number of records. */
  public long span() {
    return stop() - start();
  }

  @Override
  public final String toString() {
    return topic() + "-" + partition() + "[" + start() + ", " + stop() + ")";
  }
}
