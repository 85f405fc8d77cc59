package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ranges with one consumer, those of several partitions at once: their requests to a broker
 * are one request. A range that starts where the last one of its partition ended uses what is
 * already fetched. For one thread.
 */
final class RangeReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RangeReader.class);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

  /** Longer than a connection with TLS and a login usually takes in a new JVM. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Long enough for a fetch over an open connection. */
  private static final Duration FIRST_FETCH = Duration.ofMillis(50);

  private final BoundedConsumer consumer;
  private final Duration stallTimeout;

  /** The partitions of the last ranges, if they were read to their ends. */
  private Map<TopicPartition, PartitionCursor> last = Map.of();

  RangeReader(Map<String, Object> properties, Duration stallTimeout) {
    this.consumer = BoundedConsumer.open(properties);
    this.stallTimeout = stallTimeout;
  }

  /** Forgets the last ranges and what was fetched, so that it can be used for another run. */
  void reset() {
    consumer.unsubscribe();
    last = Map.of();
  }

  /**
   * Passes on every record of the ranges, and returns after the last one. The records of a
   * partition come in the order of their offsets, between those of other partitions.
   *
   * @param ranges at most one for each partition
   */
  void read(Collection<PartitionRange> ranges, java.util.function.Consumer<SourceRecord> each) {
    if (ranges.stream().allMatch(range -> range.span() == 0)) {
      warmUp(ranges);
      return;
    }
    Map<TopicPartition, PartitionCursor> cursors = assign(ranges);
    List<PartitionCursor> unread = new ArrayList<>(cursors.values());
    while (!unread.isEmpty()) {
      fetch(unread);
      fetchFirst(unread);
      startClocks(unread);
      for (PartitionCursor cursor : unread) {
        while (cursor.hasNextInRange()) {
          each.accept(cursor.nextWithTime());
        }
      }
      if (unread.removeIf(this::isRead) && !unread.isEmpty()) {
        // The others fetch nothing more, and what they have fetched must not add up in memory.
        pauseAllBut(unread);
        cursors.values().retainAll(unread);
      }
    }
    last = cursors;
  }

  /** Connects, and fetches at the end of the log. No record is needed, so neither is success. */
  private void warmUp(Collection<PartitionRange> ranges) {
    consumer.assign(ranges.stream().map(PartitionRange::topicPartition).toList());
    consumer.seekToEnd(consumer.assignment());
    try {
      for (TopicPartition partition : consumer.assignment()) {
        long unused = consumer.position(partition, CONNECT_TIMEOUT);
      }
      consumer.poll(FIRST_FETCH);
    } catch (TimeoutException | OffsetOutOfRangeException e) {
      LOG.debug("not warm yet", e);
    }
    reset();
  }

  /** Assigns the partitions of the ranges, and goes to their starts. */
  private Map<TopicPartition, PartitionCursor> assign(Collection<PartitionRange> ranges) {
    Map<TopicPartition, PartitionCursor> continued = last;
    last = Map.of();
    Map<TopicPartition, PartitionCursor> cursors = new LinkedHashMap<>();
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (PartitionRange range : ranges) {
      TopicPartition partition = range.topicPartition();
      PartitionCursor cursor = continued.get(partition);
      if (cursor != null && cursor.stop() == range.start()) {
        cursor.extendTo(range.stop());
      } else {
        cursor = new PartitionCursor(partition, range.stop());
        starts.put(partition, range.start());
      }
      if (cursors.put(partition, cursor) != null) {
        throw new IllegalArgumentException("two ranges of " + partition);
      }
    }
    if (!cursors.keySet().equals(consumer.assignment())) {
      consumer.assign(cursors.keySet()); // Keeps the positions of those that stay.
    }
    consumer.resume(consumer.paused());
    starts.forEach(consumer::seek);
    return cursors;
  }

  /**
   * Polls until there is a record of one of the partitions, or the consumer has reached the end of
   * a range. Its position decides, because the last offsets of a range may have no records.
   */
  private void fetch(Collection<PartitionCursor> cursors) {
    Map<PartitionCursor, StallCheck> stalls = new LinkedHashMap<>();
    for (PartitionCursor cursor : cursors) {
      stalls.put(cursor, new StallCheck(cursor.partition(), cursor.stop(), stallTimeout));
    }
    while (cursors.stream().noneMatch(cursor -> cursor.hasNext() || isRead(cursor))) {
      stalls.forEach((cursor, stall) -> stall.at(position(cursor.partition())));
      distribute(consumer.poll(POLL_TIMEOUT), cursors);
    }
  }

  /**
   * Polls until each partition has its first record, so that the index is asked once for all of
   * them, but takes no more than a few polls may return.
   */
  private void fetchFirst(Collection<PartitionCursor> cursors) {
    List<PartitionCursor> waiting = withoutFirst(cursors);
    if (waiting.isEmpty()) {
      return;
    }
    long bytes = consumer.polledBytes();
    while (!waiting.isEmpty() && bytes < PollBudget.BYTES) {
      pauseAllBut(waiting);
      fetch(waiting);
      bytes += consumer.polledBytes();
      waiting = withoutFirst(waiting);
    }
    resume(cursors);
  }

  private List<PartitionCursor> withoutFirst(Collection<PartitionCursor> cursors) {
    return cursors.stream().filter(cursor -> cursor.needsFirst() && !isRead(cursor)).toList();
  }

  private static void distribute(
      ConsumerRecords<byte[], byte[]> polled, Collection<PartitionCursor> cursors) {
    int records = 0;
    for (PartitionCursor cursor : cursors) {
      var ofPartition = polled.records(cursor.partition());
      cursor.take(ofPartition);
      records += ofPartition.size();
    }
    if (records != polled.count()) {
      throw new IllegalStateException("a poll has returned records of paused partitions");
    }
  }

  private boolean isRead(PartitionCursor cursor) {
    long next = cursor.hasNext() ? cursor.peek().offset() : position(cursor.partition());
    return next >= cursor.stop();
  }

  private long position(TopicPartition partition) {
    return consumer.position(partition, stallTimeout);
  }

  private void pauseAllBut(Collection<PartitionCursor> cursors) {
    Set<TopicPartition> others = new HashSet<>(consumer.assignment());
    cursors.forEach(cursor -> others.remove(cursor.partition()));
    consumer.pause(others);
  }

  private void resume(Collection<PartitionCursor> cursors) {
    consumer.resume(cursors.stream().map(PartitionCursor::partition).toList());
  }

  /** Starts the clocks of the partitions whose first record has come. */
  private void startClocks(Collection<PartitionCursor> cursors) {
    Map<PartitionCursor, WriteClockStart> starts = new LinkedHashMap<>();
    for (PartitionCursor cursor : cursors) {
      if (cursor.needsClock()) {
        starts.put(cursor, new WriteClockStart(cursor.peek().offset(), cursor.peek().timestamp()));
      }
    }
    Map<TopicPartition, IndexSearch> searches = new HashMap<>();
    starts.forEach((cursor, start) -> searches.put(cursor.partition(), start));
    TimeIndex.ask(consumer, searches);
    starts.forEach(
        (cursor, start) -> {
          LookedBack earlier = new LookedBack(cursor);
          cursor.start(start.clock(earlier));
          earlier.goBack();
        });
    if (!starts.isEmpty()) {
      resume(cursors);
    }
  }

  /** The records of a partition before its range, read with the same consumer. */
  private final class LookedBack implements WriteClockStart.EarlierRecords {
    private final PartitionCursor cursor;
    private final long offset;

    /** Null if nothing had to be read. */
    @Nullable private PartitionCursor earlier;

    LookedBack(PartitionCursor cursor) {
      this.cursor = cursor;
      this.offset = cursor.peek().offset();
    }

    @Override
    public void read(long start, long stop, PartitionHistory.Visitor visitor) {
      TopicPartition partition = cursor.partition();
      earlier = new PartitionCursor(partition, stop);
      List<PartitionCursor> only = List.of(earlier);
      pauseAllBut(only);
      consumer.resume(List.of(partition));
      consumer.seek(partition, start);
      while (!isRead(earlier)) {
        fetch(only);
        while (earlier.hasNextInRange()) {
          var read = earlier.next();
          visitor.visit(read.offset(), read.timestamp());
        }
      }
    }

    /** Leaves the reader at the first record of the range, where it was. */
    void goBack() {
      if (earlier == null) {
        return;
      }
      boolean isNext =
          earlier.hasNext()
              ? earlier.peek().offset() == offset
              : position(cursor.partition()) == offset;
      if (!isNext) {
        earlier = new PartitionCursor(cursor.partition(), offset);
        consumer.seek(cursor.partition(), offset);
      }
      cursor.takeOver(earlier);
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
