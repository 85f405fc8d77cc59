package io.userstream.runloop;

import java.time.Duration;

/**
 * Adapts the maximum number of records of a run. It starts small, because the code of cold workers
 * is not compiled yet and the throughput of the job is unknown. It grows while full runs end
 * quickly, because each run has fixed costs. It shrinks when they take long, so that progress is
 * committed often, and when a run fails. When a worker runs out of memory, it shrinks further, down
 * to a single record, and grows beyond half of what did not fit only after some runs that did. A
 * worker that is killed looks the same, so the limit also ends after many smaller runs.
 */
final class AdaptiveRunSize {
  /** The size doubles after a full run that takes less. */
  static final Duration SHORT = Duration.ofSeconds(5);

  /** The size halves after a full run that takes more. */
  static final Duration LONG = Duration.ofSeconds(20);

  /** Little work for any machine, but enough to be worth a run. */
  static final long LEAST = 5_000;

  /** How many full runs have to fit into memory before larger ones are tried. */
  static final int FIRST_PROOF = 8;

  /** A cluster whose workers really are too small loses one of them in this many runs. */
  static final int LONGEST_PROOF = 256;

  private long first;
  private long most;
  private long fitsInMemory = Long.MAX_VALUE;
  private int fitting;
  private int smaller;
  private int proof = FIRST_PROOF;
  private long records;

  AdaptiveRunSize(long first, long most) {
    this.first = first;
    this.most = most;
    this.records = first;
  }

  /**
   * Changes the size to start with and the maximum, which follow the cluster. In a cluster that has
   * grown, the next run has some records for each of its slots.
   */
  void limit(long firstRecords, long mostRecords) {
    if (firstRecords > first) {
      records = Math.max(records, firstRecords);
    }
    first = firstRecords;
    most = mostRecords;
  }

  /** Returns true while runs are smaller because one did not fit into the memory of a worker. */
  boolean isLimitedByMemory() {
    return fitsInMemory < Long.MAX_VALUE;
  }

  long records() {
    return Math.min(records, limit());
  }

  private long limit() {
    return Math.min(most, fitsInMemory);
  }

  /**
   * Adapts to a run that is done. A run below the current size says nothing about larger ones.
   *
   * @param ran the greatest number of records that it may have had
   */
  void done(long ran, Duration took) {
    long size = records();
    if (isLimitedByMemory()) {
      fitted(ran);
    }
    if (ran < size) {
      return;
    }
    if (took.compareTo(SHORT) < 0) {
      records = Math.min(limit(), size * 2);
    } else if (took.compareTo(LONG) > 0) {
      records = Math.max(Math.min(LEAST, limit()), size / 2);
    }
  }

  void failed() {
    records = Math.min(LEAST, records());
  }

  /**
   * Adapts to a run that needed more memory than a worker has.
   *
   * @param ran the greatest number of records that it may have had
   */
  void outOfMemory(long ran) {
    // Runs that are larger were planned before the limit, and smaller ones did not try it.
    if (ran > fitsInMemory / 2 && ran <= fitsInMemory) {
      proof = Math.min(LONGEST_PROOF, proof * 2);
    }
    fitting = 0;
    smaller = 0;
    fitsInMemory = Math.max(1, Math.min(limit(), ran / 2));
    records = Math.max(1, Math.min(records, ran / 4));
  }

  private void fitted(long ran) {
    if (ran < limit()) {
      if (++smaller >= LONGEST_PROOF) {
        lift();
      }
    } else if (++fitting >= proof) {
      fitting = 0;
      if (fitsInMemory < most) {
        fitsInMemory = 2 * fitsInMemory;
      } else {
        lift();
      }
    }
  }

  private void lift() {
    fitsInMemory = Long.MAX_VALUE;
    proof = FIRST_PROOF;
    fitting = 0;
    smaller = 0;
  }
}
