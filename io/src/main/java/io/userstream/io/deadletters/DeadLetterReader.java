package io.userstream.io.deadletters;

import io.userstream.io.deadletters.Chunk.Span;
import io.userstream.runloop.ranges.BoundedConsumer;
import io.userstream.runloop.ranges.ConsumerProperties;
import io.userstream.runloop.ranges.StallCheck;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads parts of the dead letter topic. Not thread-safe. */
final class DeadLetterReader implements AutoCloseable {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private final BoundedConsumer consumer;
  private final List<TopicPartition> partitions;

  /** Receives the dead letters of a part. */
  @FunctionalInterface
  interface Visitor {
    void visit(long offset, Origin origin, Span appended);
  }

  DeadLetterReader(String topic, Map<String, ?> clientProperties) {
    // If dead letters were deleted in the meantime, it continues with the oldest remaining ones.
    consumer =
        BoundedConsumer.open(
            ConsumerProperties.of(clientProperties, "earliest", IsolationLevel.READ_COMMITTED));
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
  }

  /**
   * Returns the offset of the first dead letter of each partition that was written at or after this
   * time. A partition without one is missing.
   */
  Map<TopicPartition, Long> startsAt(long timestampMs) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, timestampMs));
    Map<TopicPartition, Long> starts = new HashMap<>();
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, first) -> {
              if (first != null) {
                starts.put(partition, first.offset());
              }
            });
    return starts;
  }

  /** Returns the end of each partition. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  /**
   * Reads a part of a partition in the order of the offsets. Skips records without an origin.
   *
   * @param start inclusive
   * @param stop exclusive; not beyond the end
   */
  void read(TopicPartition partition, long start, long stop, Visitor visitor) {
    readRecords(partition, start, stop, read -> visit(read, visitor));
  }

  /** Reads all records of the topic, up to the ends at the moment. */
  void readAll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    ends().forEach((partition, end) -> readRecords(partition, starts.get(partition), end, each));
  }

  private void readRecords(
      TopicPartition partition,
      long start,
      long stop,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, start);
    StallCheck stall = new StallCheck(partition, stop, STALL_TIMEOUT);
    for (long position = start; position < stop; position = consumer.position(partition)) {
      stall.at(position);
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL_TIMEOUT)) {
        if (read.offset() < stop) {
          each.accept(read);
        }
      }
    }
  }

  private static void visit(ConsumerRecord<byte[], byte[]> read, Visitor visitor) {
    Origin.inHeaders(read.headers())
        .ifPresent(
            origin -> {
              Long appendedMs = Origin.number(read.headers(), DeadLetter.ORIGIN_TIMESTAMP);
              visitor.visit(
                  read.offset(), origin, appendedMs == null ? Span.ALWAYS : Span.at(appendedMs));
            });
  }

  @Override
  public void close() {
    consumer.close(Duration.ZERO);
  }
}
