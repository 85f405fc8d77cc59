package io.userstream.runloop;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Plans new offsets into the ranges of the next run. */
final class RunPlanner {
  private static final long MAX_PARTS = 200;

  private RunPlanner() {}

  /**
   * Takes up to {@code maxRecords} offsets, shared evenly by the partitions. Those with little lag
   * leave the rest of their share to the others.
   *
   * @param ends the end of each partition's log; a partition without one is left out
   * @param sparse the number of offsets that hold at most a share of the records, for partitions
   *     where these are more than a share
   * @return at most one range per partition, each with its ledger; empty if nothing is new
   */
  static Map<PartitionRange, PartitionLedger> cut(
      Collection<PartitionLedger> ledgers,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> sparse,
      long maxRecords) {
    List<PartitionLedger> behind =
        ledgers.stream()
            .filter(ledger -> unplanned(ledger, ends) > 0)
            .sorted(Comparator.comparingLong(ledger -> unplanned(ledger, ends)))
            .collect(Collectors.toList());
    Map<PartitionRange, PartitionLedger> ranges = new LinkedHashMap<>();
    long left = maxRecords;
    int partitionsLeft = behind.size();
    for (PartitionLedger ledger : behind) {
      long share = Math.max(1, left / partitionsLeft);
      long span = Math.min(unplanned(ledger, ends), share);
      if (span > left) {
        break;
      }
      long stretched = Math.max(span, sparse.getOrDefault(ledger.partition(), 0L));
      ranges.put(ledger.plan(Math.min(unplanned(ledger, ends), stretched)), ledger);
      left -= span;
      partitionsLeft--;
    }
    return ranges;
  }

  /**
   * Splits the ranges of a run into parts of at most about {@code maxRecords} offsets, in their
   * order. A run over a log with gaps has far more offsets than records, so the number of parts is
   * limited.
   */
  static List<Map<PartitionRange, PartitionLedger>> parts(
      Map<PartitionRange, PartitionLedger> owned, long maxRecords) {
    long span = owned.keySet().stream().mapToLong(PartitionRange::span).sum();
    long count = Math.min(ceilDiv(span, maxRecords), MAX_PARTS);
    Map<Integer, Map<PartitionRange, PartitionLedger>> parts = new TreeMap<>();
    owned.forEach(
        (range, ledger) -> {
          long each = ceilDiv(range.span(), count);
          int number = 0;
          for (PartitionRange piece : range.pieces(each)) {
            parts.computeIfAbsent(number++, n -> new LinkedHashMap<>()).put(piece, ledger);
          }
        });
    return List.copyOf(parts.values());
  }

  static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  /** Returns the number of offsets in all partitions that are in no run yet. */
  static long unplanned(Collection<PartitionLedger> ledgers, Map<TopicPartition, Long> ends) {
    long unplanned = 0;
    for (PartitionLedger ledger : ledgers) {
      unplanned += unplanned(ledger, ends);
    }
    return unplanned;
  }

  private static long unplanned(PartitionLedger ledger, Map<TopicPartition, Long> ends) {
    return ledger.unplanned(ends.getOrDefault(ledger.partition(), 0L));
  }
}
