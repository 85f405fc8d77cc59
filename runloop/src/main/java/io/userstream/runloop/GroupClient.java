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
 * <p>Every method that asks the brokers blocks for a few seconds at most. It throws a {@link
 * org.apache.kafka.common.errors.RetriableException} if they do not answer or cannot answer now
 * (the loop asks again later), and another {@link org.apache.kafka.common.KafkaException} if asking
 * again cannot help (the loop ends). The maps that it returns have an entry for each partition that
 * was asked for, except {@link #committed}.
 */
public interface GroupClient extends AutoCloseable {
  /**
   * Joins the group with the next {@link #poll}. Called once.
   *
   * @param listener is called from inside {@code poll} and {@code close}, by their thread; it may
   *     call the other methods of this client
   */
  void subscribe(ConsumerRebalanceListener listener);

  /**
   * Stays alive as a member for about this time: sends heartbeats and takes part in rebalances.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   */
  void poll(Duration timeout);

  /**
   * Returns which topic has the name now. Asked immediately before every commit.
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException when none has it
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
   * transactions included. Never below the last stable offset at the same moment.
   */
  Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions);

  /**
   * Returns the group's committed offsets, with the leader epoch and the metadata that were
   * committed with them; a partition without one is missing, or has null.
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);

  /**
   * Commits offsets as a member of the group, in one request that is never repeated: another topic
   * could have the name by then.
   *
   * @throws org.apache.kafka.clients.consumer.CommitFailedException when the group has given the
   *     partitions to another member
   * @throws org.apache.kafka.common.errors.RebalanceInProgressException when the group is
   *     rebalancing; nothing was committed
   * @throws org.apache.kafka.common.errors.RetriableException when the commit was refused for now
   *     or the response did not come: in the latter case it may have been made
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets);

  /**
   * Checks that the logs still hold all records below these positions, as they were when the epoch
   * of each position was the leader's.
   *
   * @param positions of assigned partitions; one without a leader epoch is not checked
   * @throws org.apache.kafka.clients.consumer.LogTruncationException when a log was truncated below
   *     its position
   */
  void verify(Map<TopicPartition, OffsetAndMetadata> positions);

  /** Ends a poll that waits, or the next one; safe from any thread. */
  void wakeup();

  /** Leaves the group at once, so that another member need not wait for a session to time out. */
  @Override
  void close();
}
