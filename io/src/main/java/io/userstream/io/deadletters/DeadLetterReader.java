package io.userstream.io.deadletters;

import io.userstream.io.deadletters.Chunk.Span;
import io.userstream.io.kafka.LogReader;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the origins in parts of the dead letter topic. Not thread-safe. */
final class DeadLetterReader implements AutoCloseable {
  private final LogReader log;

  /** Receives the dead letters of a part. */
  @FunctionalInterface
  interface Visitor {
    void visit(long offset, Origin origin, Span appended);
  }

  DeadLetterReader(String topic, Map<String, ?> clientProperties) {
    log = new LogReader(topic, clientProperties);
  }

  /** See {@link LogReader#startsAt}. */
  Map<TopicPartition, Long> startsAt(long timestampMs) {
    return log.startsAt(timestampMs);
  }

  /** Returns the end of each partition. */
  Map<TopicPartition, Long> ends() {
    return log.ends();
  }

  /**
   * Reads a part of a partition in the order of the offsets. Skips records without an origin.
   *
   * @param start inclusive
   * @param stop exclusive; not beyond the end
   */
  void read(TopicPartition partition, long start, long stop, Visitor visitor) {
    log.read(partition, start, stop, read -> visit(read, visitor));
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
    log.close();
  }
}
