package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges with one consumer. A range that starts where the last one ended uses what is already
 * fetched. For one thread.
 */
final class RangeReader implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration stallTimeout;

  /** The last range, if it was read to its end. */
  @Nullable private PartitionRange last;

  private TopicPartition partition;
  private Fetched fetched = Fetched.NONE;
  @Nullable private WriteClock clock;

  RangeReader(Map<String, Object> properties, Duration stallTimeout) {
    this.consumer = BoundedConsumer.open(properties);
    this.stallTimeout = stallTimeout;
  }

  /** Forgets the last range and what was fetched, so that it can be used for another run. */
  void reset() {
    consumer.unsubscribe();
    last = null;
    fetched = Fetched.NONE;
  }

  /** Passes on every record of the range, and returns after the last one. */
  void read(PartitionRange range, java.util.function.Consumer<SourceRecord> each) {
    if (last == null || !last.isFollowedBy(range)) {
      partition = range.topicPartition();
      consumer.assign(List.of(partition));
      seek(range.start());
      clock = null;
    }
    last = null;
    if (clock == null && hasNextBelow(range.stop())) {
      clock = clockBefore(fetched.peek());
    }
    while (hasNextBelow(range.stop())) {
      ConsumerRecord<byte[], byte[]> read = fetched.next();
      each.accept(SourceRecord.of(read, clock.next(read.offset(), read.timestamp())));
    }
    last = range;
  }

  /**
   * Waits for the next record, and returns true if it is below the offset. The position of the
   * consumer decides, because the last offsets of a range may have no records.
   */
  private boolean hasNextBelow(long stop) {
    if (!fetched.hasNext()) {
      fetch(stop);
    }
    return fetched.hasNext() && fetched.peek().offset() < stop;
  }

  /** Polls until there is a record, or the consumer has reached the offset. */
  private void fetch(long stop) {
    StallCheck stall = new StallCheck(partition, stop, stallTimeout);
    while (!fetched.hasNext()) {
      long position = consumer.position(partition, stallTimeout);
      if (position >= stop) {
        return;
      }
      stall.at(position);
      fetched = new Fetched(consumer.poll(POLL_TIMEOUT).records(partition));
    }
  }

  /** Leaves the reader at the record, where it was. */
  private WriteClock clockBefore(ConsumerRecord<byte[], byte[]> first) {
    History history = new History();
    WriteClock started = WriteClock.before(first.offset(), first.timestamp(), history);
    if (history.hasMoved && !isNext(first.offset())) {
      seek(first.offset());
    }
    return started;
  }

  private boolean isNext(long offset) {
    return fetched.hasNext()
        ? fetched.peek().offset() == offset
        : consumer.position(partition, stallTimeout) == offset;
  }

  private void seek(long offset) {
    consumer.seek(partition, offset);
    fetched = Fetched.NONE;
  }

  /** The log before a record, read with the same consumer. */
  private final class History implements PartitionHistory {
    private boolean hasMoved;

    @Override
    public OptionalLong firstAtOrAfter(long timestampMs) {
      OffsetAndTimestamp first =
          consumer.offsetsForTimes(Map.of(partition, timestampMs)).get(partition);
      return first == null ? OptionalLong.empty() : OptionalLong.of(first.offset());
    }

    @Override
    public void read(long start, long stop, Visitor visitor) {
      hasMoved = true;
      seek(start);
      while (hasNextBelow(stop)) {
        ConsumerRecord<byte[], byte[]> read = fetched.next();
        visitor.visit(read.offset(), read.timestamp());
      }
    }
  }

  /** The records of a poll that were not passed on yet. */
  private static final class Fetched {
    private static final Fetched NONE = new Fetched(List.of());

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private int next;

    Fetched(List<ConsumerRecord<byte[], byte[]>> records) {
      this.records = records;
    }

    boolean hasNext() {
      return next < records.size();
    }

    ConsumerRecord<byte[], byte[]> peek() {
      return records.get(next);
    }

    ConsumerRecord<byte[], byte[]> next() {
      return records.get(next++);
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
