package io.userstream.runloop.ranges;

import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Fails a consumer of a part of a partition that receives nothing. Not thread-safe. */
public final class StallCheck {
  private final TopicPartition partition;
  private final long stop;
  private final Duration timeout;

  private long reached = -1;
  private long progressNanos;

  /**
   * Prepares the check.
   *
   * @param stop the offset before which the consumer stops, for the message
   * @param timeout how long the position may stay the same
   */
  public StallCheck(TopicPartition partition, long stop, Duration timeout) {
    this.partition = partition;
    this.stop = stop;
    this.timeout = timeout;
  }

  /**
   * Notes the position of the consumer.
   *
   * @throws TimeoutException if it has been the same for longer than the timeout
   */
  public void at(long position) {
    if (position > reached) {
      reached = position;
      progressNanos = System.nanoTime();
    } else if (System.nanoTime() - progressNanos > timeout.toNanos()) {
      throw new TimeoutException(
          String.format(
              Locale.ROOT,
              "Kafka returned nothing of %s from offset %d to %d for %d s",
              partition,
              reached,
              stop,
              timeout.toSeconds()));
    }
  }
}
