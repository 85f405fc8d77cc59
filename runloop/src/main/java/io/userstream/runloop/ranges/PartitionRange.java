package io.userstream.runloop.ranges;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.kafka.common.TopicPartition;

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
    if (start < 0 || start >= stop) {
      throw new IllegalArgumentException("empty range: " + start + " to " + stop);
    }
    return new AutoValue_PartitionRange(topic, partition, start, stop);
  }

  /** The range in pieces that span at most so many offsets each, in their order. */
  public List<PartitionRange> pieces(long span) {
    List<PartitionRange> pieces = new ArrayList<>();
    for (long from = start(); from < stop(); from += span) {
      pieces.add(of(topic(), partition(), from, Math.min(from + span, stop())));
    }
    return pieces;
  }

  /** Whether the other range begins where this one ends. */
  boolean isFollowedBy(PartitionRange other) {
    return stop() == other.start()
        && partition() == other.partition()
        && topic().equals(other.topic());
  }

  /** The partition in the terms of Kafka's client. */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic(), partition());
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
