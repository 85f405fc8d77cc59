package io.userstream.io.kafka;

import com.google.common.collect.Maps;
import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.PartitionRange;
import io.userstream.runloop.ranges.StallCheck;
import io.userstream.runloop.ranges.TimeIndex;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads parts of a topic without a consumer group. If records are deleted in the meantime, it
 * continues with the oldest remaining ones. Not thread-safe.
 */
public final class LogReader implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private final BoundedConsumer consumer;
  private final List<TopicPartition> partitions;

  /**
   * Opens an existing topic, to read committed records.
   *
   * @param clientProperties of the consumer
   */
  public LogReader(String topic, Map<String, ?> clientProperties) {
    this(topic, clientProperties, IsolationLevel.READ_COMMITTED);
  }

  /**
   * Opens an existing topic.
   *
   * @param clientProperties of the consumer
   * @param isolation also says whether the log ends at the first open transaction
   */
  public LogReader(String topic, Map<String, ?> clientProperties, IsolationLevel isolation) {
    consumer =
        BoundedConsumer.open(
            ConsumerProperties.ofExisting(clientProperties, "earliest", isolation));
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
  }

  /**
   * Returns an offset of each partition below which no record was appended at this time or later.
   *
   * @param timestampMs milliseconds since the epoch
   */
  public Map<TopicPartition, Long> startsAt(long timestampMs) {
    return Maps.transformValues(
        TimeIndex.bounds(consumer, partitions, Math.max(0, timestampMs)), TimeIndex.Bound::offset);
  }

  /**
   * Returns the offset of the first record of each partition that was appended at this time or
   * later. A partition without one is missing. Where the brokers find none, this is not trusted
   * (see {@link TimeIndex}), and records are read, usually only the last one before the time.
   *
   * @param timestampMs milliseconds since the epoch
   * @throws org.apache.kafka.common.errors.TimeoutException if Kafka returns nothing for a minute
   */
  public Map<TopicPartition, Long> firstSince(long timestampMs) {
    Map<TopicPartition, Long> ends = ends();
    Map<TopicPartition, Long> found = new HashMap<>();
    TimeIndex.bounds(consumer, partitions, Math.max(0, timestampMs))
        .forEach(
            (partition, bound) -> {
              if (bound.isExact()) {
                found.put(partition, bound.offset());
              } else {
                readWhile(
                    partition,
                    bound.offset(),
                    ends.get(partition),
                    read -> {
                      boolean isFirst = read.timestamp() >= timestampMs;
                      if (isFirst) {
                        found.put(partition, read.offset());
                      }
                      return !isFirst;
                    });
              }
            });
    return found;
  }

  /** Returns the first offset of each partition. */
  public Map<TopicPartition, Long> starts() {
    return consumer.beginningOffsets(partitions);
  }

  /** Returns the end of each partition, as far as it can be read. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  /**
   * Reads all records of the topic, up to the ends at the moment, as {@link #read(Collection,
   * Consumer)} does.
   */
  public void readAll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(starts(), ends(), each);
  }

  /**
   * Reads parts of the topic. The records of a partition come in the order of their offsets,
   * between those of other partitions: brokers send what follows in one partition while records of
   * another are processed.
   *
   * @param parts at most one for each partition
   * @throws org.apache.kafka.common.errors.TimeoutException if Kafka returns nothing for a minute
   */
  public void read(
      Collection<PartitionRange> parts, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(
        parts.stream()
            .collect(Collectors.toMap(PartitionRange::topicPartition, PartitionRange::start)),
        parts.stream()
            .collect(Collectors.toMap(PartitionRange::topicPartition, PartitionRange::stop)),
        each);
  }

  private void read(
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> stops,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> unread = new HashMap<>(stops);
    unread.entrySet().removeIf(end -> starts.get(end.getKey()) >= end.getValue());
    consumer.assign(unread.keySet());
    unread.keySet().forEach(partition -> consumer.seek(partition, starts.get(partition)));
    Map<TopicPartition, StallCheck> stalls = new HashMap<>();
    while (!unread.isEmpty()) {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL_TIMEOUT);
      if (!polled.isEmpty()) {
        stalls.clear(); // Others wait while the records of one partition are processed.
      }
      for (ConsumerRecord<byte[], byte[]> read : polled) {
        if (read.offset() < unread.get(new TopicPartition(read.topic(), read.partition()))) {
          each.accept(read);
        }
      }
      if (unread.entrySet().removeIf(end -> isRead(end.getKey(), end.getValue(), stalls))) {
        consumer.assign(unread.keySet()); // Keeps the positions of the others.
      }
    }
  }

  private boolean isRead(
      TopicPartition partition, long end, Map<TopicPartition, StallCheck> stalls) {
    long position = consumer.position(partition);
    stalls
        .computeIfAbsent(partition, stalled -> new StallCheck(stalled, end, STALL_TIMEOUT))
        .at(position);
    return position >= end;
  }

  /**
   * Reads a part of a partition in the order of the offsets.
   *
   * @param start inclusive
   * @param stop exclusive; not beyond the end
   * @throws org.apache.kafka.common.errors.TimeoutException if Kafka returns nothing for a minute
   */
  public void read(
      TopicPartition partition,
      long start,
      long stop,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    readWhile(
        partition,
        start,
        stop,
        read -> {
          each.accept(read);
          return true;
        });
  }

  /**
   * Returns the timestamp of the first record at an offset or after it, in milliseconds since the
   * epoch.
   *
   * @param end of the partition
   * @return empty if there is no record before the end
   */
  public OptionalLong timestampAt(TopicPartition partition, long offset, long end) {
    OptionalLong[] first = {OptionalLong.empty()};
    readWhile(
        partition,
        offset,
        end,
        read -> {
          first[0] = OptionalLong.of(read.timestamp());
          return false;
        });
    return first[0];
  }

  private void readWhile(
      TopicPartition partition,
      long start,
      long stop,
      Predicate<ConsumerRecord<byte[], byte[]>> goesOn) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, start);
    StallCheck stall = new StallCheck(partition, stop, STALL_TIMEOUT);
    for (long position = start; position < stop; position = consumer.position(partition)) {
      stall.at(position);
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        if (read.offset() < stop && !goesOn.test(read)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
