package io.userstream.runloop;

import com.google.common.collect.ImmutableMap;
import com.google.common.math.LongMath;
import io.userstream.runloop.ranges.PartitionRange;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Cuts what is new in the partitions into the ranges of the next run. */
final class RunPlanner {
  private RunPlanner() {}

  /**
   * Takes up to {@code maxRecords} offsets, shared evenly by the partitions; what a partition with
   * little lag leaves goes to the others.
   *
   * @param ends the end of each partition's log; a partition without one is left out
   * @return at most one range a partition, each with the ledger that it was planned in; empty when
   *     nothing is new
   */
  static ImmutableMap<PartitionRange, PartitionLedger> cut(
      Collection<PartitionLedger> ledgers, Map<TopicPartition, Long> ends, long maxRecords) {
    List<PartitionLedger> behind =
        ledgers.stream()
            .filter(ledger -> unplanned(ledger, ends) > 0)
            .sorted(Comparator.comparingLong(ledger -> unplanned(ledger, ends)))
            .collect(Collectors.toList());
    ImmutableMap.Builder<PartitionRange, PartitionLedger> ranges = ImmutableMap.builder();
    long left = maxRecords;
    int partitionsLeft = behind.size();
    for (PartitionLedger ledger : behind) {
      long share = Math.max(1, left / partitionsLeft);
      long span = Math.min(unplanned(ledger, ends), share);
      if (span > left) {
        break;
      }
      ranges.put(ledger.plan(span), ledger);
      left -= span;
      partitionsLeft--;
    }
    return ranges.buildOrThrow();
  }

  /**
   * Cuts what one run had into as many as it takes for each to have up to about {@code maxRecords}
   * offsets, in their order.
   */
  static List<ImmutableMap<PartitionRange, PartitionLedger>> parts(
      Map<PartitionRange, PartitionLedger> owned, long maxRecords) {
    long span = owned.keySet().stream().mapToLong(PartitionRange::span).sum();
    long count = LongMath.divide(span, maxRecords, RoundingMode.CEILING);
    Map<Integer, ImmutableMap.Builder<PartitionRange, PartitionLedger>> parts = new TreeMap<>();
    owned.forEach(
        (range, ledger) -> {
          long each = LongMath.divide(range.span(), count, RoundingMode.CEILING);
          int number = 0;
          for (PartitionRange piece : range.pieces(each)) {
            parts.computeIfAbsent(number++, n -> ImmutableMap.builder()).put(piece, ledger);
          }
        });
    return parts.values().stream()
        .map(ImmutableMap.Builder::buildOrThrow)
        .collect(Collectors.toList());
  }

  /** How many offsets of all partitions are in no run yet. */
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
