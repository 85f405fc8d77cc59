package io.userstream.runloop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions with records behind an open transaction: records that are replicated, but that no
 * reader of committed records is given before the transaction ends. For use by the loop's thread
 * alone.
 */
final class OpenTransactions {
  private final LoopTime time;
  private final Map<TopicPartition, Open> open = new HashMap<>();

  /** A transaction begins at the last stable offset, which stays for as long as it is open. */
  private record Open(long stableEnd, long sinceNanos, Instant since) {}

  OpenTransactions(LoopTime time) {
    this.time = time;
  }

  /** Notes what a partition's log looks like now; the high watermark was asked for first. */
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

  /** When a partition's open transaction was seen first; empty when there is none. */
  Optional<Instant> since(TopicPartition partition) {
    return Optional.ofNullable(open.get(partition)).map(Open::since);
  }

  /** For how long a partition's transaction has been seen open; zero when there is none. */
  Duration age(TopicPartition partition) {
    Open known = open.get(partition);
    return known == null ? Duration.ZERO : Duration.ofNanos(time.nanoTime() - known.sinceNanos());
  }
}
