package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/**
 * How evidence is spread over buckets and where it waits for the comparison. Immutable.
 *
 * <p>What has the same key meets in the same bucket. A bucket is compared in memory, so the number
 * of buckets grows with the evidence and their size does not.
 */
@AutoValue
abstract class Packing implements Serializable {
  private static final long serialVersionUID = 1L;

  /** About 50,000 keys, 10 MiB while they are compared. */
  private static final long EVIDENCE_PER_BUCKET = 100_000;

  /** Work for several workers even where the estimate is too low. */
  private static final int MIN_BUCKETS = 16;

  /** More of them would make blocks too small; a bucket grows beyond 400,000,000 of evidence. */
  private static final int MAX_BUCKETS = 4_096;

  abstract int buckets();

  abstract BlockStore store();

  /**
   * Chooses the number of buckets.
   *
   * @param expected about how much evidence there will be; better too much than too little
   */
  static Packing of(long expected, BlockStore store) {
    long buckets = Math.min(MAX_BUCKETS, Math.max(MIN_BUCKETS, expected / EVIDENCE_PER_BUCKET));
    return new AutoValue_Packing((int) buckets, store);
  }
}
