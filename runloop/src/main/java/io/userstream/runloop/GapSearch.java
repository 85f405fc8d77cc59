package io.userstream.runloop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Looks ahead in partitions that are far behind, so that offsets without a record need no runs. For
 * use by the loop's thread only.
 */
final class GapSearch {
  /** Less unplanned offsets than in this many runs are planned without a look. */
  private static final long FAR_BEHIND_RUNS = 4;

  /** A partition without gaps is looked at again after this many full runs. */
  private static final long DENSE_RUNS = 20;

  /**
   * Maximum number of offsets for each record that a run may have. Workers pass through them in
   * pieces, which costs little but not nothing.
   */
  private static final long MAX_OFFSETS_PER_RECORD = 1_000;

  /** The loop must go on polling its group. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Looks that find no gap take at most a tenth of the loop's time. */
  private static final long REST = 9;

  private final GroupClient client;
  private final LoopTime time;
  private final Map<TopicPartition, Long> nextLook = new HashMap<>();
  private long restsUntilNanos;

  GapSearch(GroupClient client, LoopTime time) {
    this.client = client;
    this.time = time;
    restsUntilNanos = time.nanoTime();
  }

  /**
   * Skips offsets without a record, and returns how many offsets the next run may take.
   *
   * @param ends the end of each partition's log
   * @param maxRecords the maximum number of records of a run
   * @return the number of offsets that hold at most a partition's share of the records, for
   *     partitions where these are more than the share
   */
  Map<TopicPartition, Long> spans(
      Collection<PartitionLedger> ledgers, Map<TopicPartition, Long> ends, long maxRecords) {
    Map<TopicPartition, Long> spans = new HashMap<>();
    long share = Math.max(1, maxRecords / Math.max(1, ledgers.size()));
    long startNanos = time.nanoTime();
    if (startNanos - restsUntilNanos < 0) {
      return spans;
    }
    boolean hasSkipped = false;
    for (PartitionLedger ledger : ledgers) {
      long end = ends.getOrDefault(ledger.partition(), 0L);
      long from = ledger.planned();
      if (ledger.unplanned(end) < FAR_BEHIND_RUNS * maxRecords
          || from < nextLook.getOrDefault(ledger.partition(), 0L)
          || time.nanoTime() - startNanos > LIMIT.toNanos()) {
        continue;
      }
      Stretch ahead = look(ledger.partition(), from, end, share);
      if (ahead.first() > from) {
        ledger.skip(ahead.first());
        hasSkipped = true;
      }
      if (ahead.stop() > ahead.first() && ahead.isSparse()) {
        spans.put(
            ledger.partition(),
            Math.min(ahead.stop() - ahead.first(), share * MAX_OFFSETS_PER_RECORD));
      } else {
        nextLook.put(ledger.partition(), ledger.planned() + DENSE_RUNS * share);
      }
    }
    if (spans.isEmpty() && !hasSkipped) {
      long now = time.nanoTime();
      restsUntilNanos = now + REST * (now - startNanos);
    }
    return spans;
  }

  private Stretch look(TopicPartition partition, long from, long end, long maxRecords) {
    try {
      Stretch ahead = client.lookAhead(partition, from, end, maxRecords);
      // Whatever a client answers, nothing beyond the known end is planned.
      return new Stretch(
          Math.min(ahead.first(), end), Math.min(ahead.stop(), end), ahead.records());
    } catch (RetriableException | OffsetOutOfRangeException e) {
      return Stretch.unknown(from); // Runs without it are right, only slower.
    }
  }
}
