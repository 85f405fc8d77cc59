package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.runloop.ranges.OffsetSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

/** Counts the outcomes of keys. Not thread-safe. */
final class Tally {
  private final int maxDifferences;
  private final Map<Integer, LongStream.Builder> records = new HashMap<>();
  private final Set<String> rawRows = new HashSet<>();

  /** The first differences in order; the head is the last of them, and the next to be removed. */
  private final PriorityQueue<String> differences =
      new PriorityQueue<>(Comparator.<String>reverseOrder());

  private long published;
  private long stored;
  private long erased;
  private long dead;
  private long redriven;
  private long inFlight;
  private long differenceCount;

  Tally(int maxDifferences) {
    this.maxDifferences = maxDifferences;
  }

  void published() {
    published++;
  }

  void stored() {
    stored++;
  }

  void erased() {
    erased++;
  }

  void dead() {
    dead++;
  }

  void redriven() {
    redriven++;
  }

  void inFlight() {
    inFlight++;
  }

  /**
   * Adds a difference.
   *
   * @param subject an id or the origin of a record
   * @param what is wrong with it
   */
  void difference(Object subject, String what) {
    differenceCount++;
    differences.add(subject + ": " + what);
    if (differences.size() > maxDifferences) {
      differences.remove();
    }
  }

  /** Adds a record whose row or dead letter is missing or wrong. Storing it repairs that. */
  void repairBy(int partition, long offset) {
    records.computeIfAbsent(partition, p -> LongStream.builder()).add(offset);
  }

  /** Adds a row of the raw store to publish again. */
  void republish(UUID id) {
    rawRows.add(id.toString());
  }

  private Repairs repairs() {
    ImmutableMap.Builder<Integer, OffsetSet> offsets = ImmutableMap.builder();
    records.forEach(
        (partition, all) ->
            offsets.put(partition, OffsetSet.of(all.build().limit(Repairs.MAX_RECORDS))));
    return new Repairs(
        offsets.buildOrThrow(),
        rawRows.stream().limit(Repairs.MAX_RECORDS).collect(ImmutableSet.toImmutableSet()));
  }

  /** Returns the result. Can be called once. */
  ReconcileResult result() {
    return new ReconcileResult(
        published,
        stored,
        erased,
        dead,
        redriven,
        inFlight,
        0,
        differenceCount,
        differences.stream().sorted().collect(ImmutableList.toImmutableList()),
        repairs());
  }
}
