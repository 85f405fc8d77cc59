package io.userstream.runloop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions with records behind an open transaction: they are replicated, but readers of
 * committed records do not get them before the transaction ends. For use by the loop's thread only.
 */
final class OpenTransactions {
  private final LoopTime time;
  private final Map<TopicPartition, Open> open = new HashMap<>();

  /** A transaction starts at the last stable offset, which does not move while it is open. */
  private record Open(long stableEnd, long sinceNanos, Instant since) {}

  OpenTransactions(LoopTime time) {
    this.time = time;
  }

  /** Notes the state of a partition's log. The high watermark must be the older value. */
  void seen(TopicPartition partition, long stableEnd, long highWatermark) {
    if (stableEnd >= highWatermark) {
      open.remove(partition);
      return;
    }
    Open known = open.get(partition);
    if (known == null || known.stableEnd() != stableEnd) {
      open.put(partition, new Open(stableEnd, time.nanoTime(), time.now()));
    }
  }

  void retain(Set<TopicPartition> partitions) {
    open.keySet().retainAll(partitions);
  }

  /** Returns when a partition's open transaction was first seen; empty if there is none. */
  Optional<Instant> since(TopicPartition partition) {
    return Optional.ofNullable(open.get(partition)).map(Open::since);
  }

  /** Returns how long ago a partition's open transaction was first seen; zero if there is none. */
  Duration age(TopicPartition partition) {
    Open known = open.get(partition);
    return known == null ? Duration.ZERO : Duration.ofNanos(time.nanoTime() - known.sinceNanos());
  }
}
