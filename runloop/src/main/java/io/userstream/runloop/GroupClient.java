package io.userstream.runloop;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The loop's connection to Kafka, as a member of a consumer group of one topic. It never reads a
 * record. For use by one thread, except {@link #wakeup}.
 *
 * <p>Every request blocks for a few seconds at most. It throws a {@link
 * org.apache.kafka.common.errors.RetriableException} if the brokers do not respond or cannot
 * respond now (the loop asks again later), and another {@link
 * org.apache.kafka.common.KafkaException} if asking again cannot help (the loop ends). The returned
 * maps have an entry for each partition asked for, except those of {@link #committed}.
 */
public interface GroupClient extends AutoCloseable {
  /**
   * Joins the group with the next {@link #poll}. Called once.
   *
   * @param listener called by the thread of {@code poll} and {@code close}, from inside them; it
   *     may call the other methods of this client
   */
  void subscribe(ConsumerRebalanceListener listener);

  /**
   * Stays alive as a member for about this time: sends heartbeats and takes part in rebalances.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   */
  void poll(Duration timeout);

  /**
   * Returns the topic that has the name now. Called immediately before every commit.
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the topic does not
   *     exist
   */
  TopicState topic();

  /** Returns the first offset of each partition's log. */
  Map<TopicPartition, Long> begins(Set<TopicPartition> partitions);

  /**
   * Returns the last stable offset of each partition's log (the end for a reader of committed
   * records), with the epoch of the leader that answered.
   */
  Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions);

  /**
   * Returns the high watermark of each partition's log: the end of what is replicated, open
   * transactions included. Never below the last stable offset at the same time.
   */
  Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions);

  /**
   * Looks at the committed records after an offset, to find out how far apart they are. Not a
   * request of correctness: a client that answers {@link Stretch} with an empty one makes the loop
   * only slower in a log with large gaps.
   *
   * @param end the offset before which to stop
   * @param maxRecords the number of records after which to stop
   */
  default Stretch lookAhead(TopicPartition partition, long offset, long end, long maxRecords) {
    return Stretch.unknown(offset);
  }

  /**
   * Returns the group's committed offsets with their leader epoch and metadata. A partition without
   * one is missing or has null.
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);

  /**
   * Commits offsets as a member of the group, in one request without retries: a retry could reach a
   * recreated topic.
   *
   * @throws org.apache.kafka.clients.consumer.CommitFailedException if the group has assigned the
   *     partitions to another member
   * @throws org.apache.kafka.common.errors.RebalanceInProgressException if the group is
   *     rebalancing; nothing was committed
   * @throws org.apache.kafka.common.errors.RetriableException if the brokers rejected the commit
   *     for now or did not respond; without a response it may have been committed
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets);

  /**
   * Checks that the logs still hold all records below these positions, as they were in the leader
   * epoch of each position.
   *
   * @param positions of assigned partitions; one without a leader epoch is not checked
   * @throws org.apache.kafka.clients.consumer.LogTruncationException if a log was truncated below
   *     its position
   */
  void verify(Map<TopicPartition, OffsetAndMetadata> positions);

  /** Interrupts the current poll, or the next one; safe from any thread. */
  void wakeup();

  /** Leaves the group immediately, so that no member waits for a session timeout. */
  @Override
  void close();
}
