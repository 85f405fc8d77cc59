package io.userstream.tests.faults;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A moment of a flow.
 *
 * @param ends of what was acknowledged then
 * @param nanos when it was, by {@link System#nanoTime}
 */
record Mark(Map<TopicPartition, Long> ends, long nanos) {
  static Mark now(SteadyPublisher publisher) {
    return new Mark(publisher.ends(), System.nanoTime());
  }

  /** Whether everything that was published before is committed, and something later. */
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
