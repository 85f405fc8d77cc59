package io.userstream.pipelines.reconcile;

import java.io.Serializable;

/**
 * The number of buckets and the store of their blocks. Immutable.
 *
 * <p>Evidence with the same key shares a bucket. A bucket is compared in memory, so the number of
 * buckets grows with the evidence while their size stays the same.
 */
record Packing(int buckets, BlockStore store) implements Serializable {
  /** About 50,000 keys, which take 10 MiB during the comparison. */
  private static final long EVIDENCE_PER_BUCKET = 100_000;

  /** Enough work for several workers even if an estimate is too low. */
  private static final int MIN_BUCKETS = 16;

  /** More would make blocks too small. Beyond 400,000,000 pieces of evidence, buckets grow. */
  private static final int MAX_BUCKETS = 4_096;

  /**
   * Chooses the number of buckets.
   *
   * @param expected estimated number of pieces of evidence; too high is better than too low
   */
  static Packing of(long expected, BlockStore store) {
    return of(expected, MIN_BUCKETS, store);
  }

  /**
   * Chooses the number of buckets for a window. Each bucket costs at least one query for every
   * range of records, so a small window has only one.
   *
   * @param most maximum number of pieces of evidence
   */
  static Packing ofWindow(long most, BlockStore store) {
    return of(most, 1, store);
  }

  private static Packing of(long expected, int least, BlockStore store) {
    long buckets = Math.min(MAX_BUCKETS, Math.max(least, expected / EVIDENCE_PER_BUCKET));
    return new Packing((int) buckets, store);
  }
}
