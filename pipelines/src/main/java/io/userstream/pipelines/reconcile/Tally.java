package io.userstream.pipelines.reconcile;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Counts while keys are compared. Not thread-safe. */
final class Tally {
  private final int maxDifferences;

  /** Of the differences kept, the last in order is the first to go. */
  private final PriorityQueue<String> differences =
      new PriorityQueue<>(Comparator.<String>reverseOrder());

  private long published;
  private long stored;
  private long erased;
  private long dead;
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

  void inFlight() {
    inFlight++;
  }

  /**
   * Notes that something is wrong.
   *
   * @param subject an id or the origin of a record
   * @param what what is wrong with it
   */
  void difference(Object subject, String what) {
    differenceCount++;
    differences.add(subject + ": " + what);
    if (differences.size() > maxDifferences) {
      differences.remove();
    }
  }

  ReconcileResult result() {
    return ReconcileResult.of(
        published,
        stored,
        erased,
        dead,
        inFlight,
        0,
        differenceCount,
        differences.stream().sorted().toList());
  }
}
