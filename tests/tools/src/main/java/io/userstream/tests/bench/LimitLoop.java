package io.userstream.tests.bench;

import io.userstream.io.cassandra.LimitWriter;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.WriteClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The poll loop of one thread of {@link LimitConsumer}. While the writes of one poll are in flight,
 * it decodes the next poll. Then it waits for the writes and commits their offsets. Cassandra
 * always has work, and at most two polls are written and uncommitted.
 */
final class LimitLoop implements Callable<Long> {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final LimitWriter writer;
  private final boolean untilDrained;
  private final UserRecordDecoder decoder = new UserRecordDecoder(SchemaLookup.NONE);
  private final Map<TopicPartition, WriteClock> clocks = new HashMap<>();

  /** Takes ownership of the consumer, which it closes at the end. */
  LimitLoop(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      LimitWriter writer,
      boolean untilDrained) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.writer = writer;
    this.untilDrained = untilDrained;
  }

  /**
   * Reads from the committed offsets, or from the beginning, to the current end, or forever.
   *
   * @return the number of users written
   * @throws Exception if a record or a server fails, because nothing is retried
   */
  @Override
  public Long call() throws Exception {
    try (consumer) {
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long users = 0;
      CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
      Map<TopicPartition, OffsetAndMetadata> positions = Map.of();
      while (!untilDrained || !hasReached(ends)) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
        CompletableFuture<Void> writing = write(records);
        commit(written, positions);
        written = writing;
        positions = records.isEmpty() ? Map.of() : positions();
        users += records.count();
      }
      commit(written, positions);
      return users;
    }
  }

  private CompletableFuture<Void> write(ConsumerRecords<byte[], byte[]> records) {
    LimitWriter.Group group = writer.group();
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        WriteClock clock = clocks.computeIfAbsent(partition, p -> clockBefore(p, record));
        try {
          group.add(
              new UserWrite(
                  decoder.decode(record.key(), record.value()),
                  clock.next(record.offset(), record.timestamp())));
        } catch (RejectedUserException e) {
          throw new IllegalStateException(
              "the record at " + partition + " offset " + record.offset() + " is rejected", e);
        }
      }
    }
    return group.send();
  }

  private void commit(
      CompletableFuture<Void> written, Map<TopicPartition, OffsetAndMetadata> positions)
      throws Exception {
    written.get();
    if (!positions.isEmpty()) {
      consumer.commitSync(positions);
    }
  }

  private boolean hasReached(Map<TopicPartition, Long> ends) {
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.get(partition));
  }

  private Map<TopicPartition, OffsetAndMetadata> positions() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (TopicPartition partition : partitions) {
      positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
    }
    return positions;
  }

  /**
   * Begins at the first record of the same millisecond. One loop reads a partition to its end, so
   * this happens once. After a restart behind a burst, it would not look back far enough.
   */
  private WriteClock clockBefore(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(partition, record.timestamp())).get(partition);
    WriteClock clock = new WriteClock();
    if (first != null && first.offset() < record.offset()) {
      long unused = clock.next(first.offset(), record.timestamp());
    }
    return clock;
  }
}
