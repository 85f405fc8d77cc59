package io.userstream.runloop.ranges;

import java.util.List;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a {@link RangeReader} has come in a partition: the records of the last poll that it has
 * not passed on yet, and the clock of the write times. Not thread-safe.
 */
final class PartitionCursor {
  private final TopicPartition partition;
  private long stop;
  private List<ConsumerRecord<byte[], byte[]>> polled = List.of();
  private int next;

  /** Null until the first record of the range is there. */
  @Nullable private WriteClock clock;

  /** Starts before a range. */
  PartitionCursor(TopicPartition partition, long stop) {
    this.partition = partition;
    this.stop = stop;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Returns the offset before which the range ends. */
  long stop() {
    return stop;
  }

  /** Continues with the range that follows. */
  void extendTo(long newStop) {
    stop = newStop;
  }

  /**
   * Takes the records of the next poll.
   *
   * @throws IllegalStateException if there are still some of the last poll, which would be lost
   */
  void take(List<ConsumerRecord<byte[], byte[]>> records) {
    if (hasNext()) {
      throw new IllegalStateException(partition + " still has records of the last poll");
    }
    polled = records;
    next = 0;
  }

  /** Takes over the records of another cursor of the same partition, instead of its own. */
  void takeOver(PartitionCursor other) {
    polled = other.polled;
    next = other.next;
  }

  boolean hasNext() {
    return next < polled.size();
  }

  boolean hasNextInRange() {
    return hasNext() && peek().offset() < stop;
  }

  ConsumerRecord<byte[], byte[]> peek() {
    return polled.get(next);
  }

  ConsumerRecord<byte[], byte[]> next() {
    return polled.get(next++);
  }

  /** Returns true until the first record of the range is there. */
  boolean needsFirst() {
    return clock == null && !hasNext();
  }

  /** Returns true if the first record is there, but not yet its clock. */
  boolean needsClock() {
    return clock == null && hasNextInRange();
  }

  void start(WriteClock started) {
    clock = started;
  }

  /** Returns the next record with its write time. */
  SourceRecord nextWithTime() {
    ConsumerRecord<byte[], byte[]> read = next();
    return SourceRecord.of(read, clock.next(read.offset(), read.timestamp()));
  }
}
