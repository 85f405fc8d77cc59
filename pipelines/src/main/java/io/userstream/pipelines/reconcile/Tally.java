package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Counts the outcomes of keys. Not thread-safe. */
final class Tally {
  private final int maxDifferences;

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
        differences.stream().sorted().collect(ImmutableList.toImmutableList()));
  }
}
