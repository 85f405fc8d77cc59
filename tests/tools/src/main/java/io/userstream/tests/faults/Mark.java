package io.userstream.tests.faults;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A moment of a flow.
 *
 * @param ends ends of the acknowledged records at that moment
 * @param nanos the moment, from {@link System#nanoTime}
 */
record Mark(Map<TopicPartition, Long> ends, long nanos) {
  static Mark now(SteadyPublisher publisher) {
    return new Mark(publisher.ends(), System.nanoTime());
  }

  /** Returns whether everything published before the mark is committed, and something later. */
  boolean isPassedBy(Map<TopicPartition, Long> committed) {
    boolean more = false;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long offset = committed.getOrDefault(end.getKey(), 0L);
      if (offset < end.getValue()) {
        return false;
      }
      more |= offset > end.getValue();
    }
    return more;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
