package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The counts and differences of a reconciliation. Immutable.
 *
 * @param published keys with a state, and undecodable records
 * @param stored rows, with and without a published user
 * @param erased erased keys that have no row
 * @param dead dead letters of this topic, including duplicates, and raw rows that became dead
 *     letters
 * @param redriven dead letters that were processed again, which count neither as published nor as
 *     dead
 * @param inFlight keys and undecodable records that the store has not committed yet
 * @param hidden those in flight behind an open transaction, which cannot be read yet
 * @param differenceCount the number of differences
 * @param differences the first differences in alphabetical order, each with an id or the origin of
 *     a record, and what is wrong
 */
public record ReconcileResult(
    long published,
    long stored,
    long erased,
    long dead,
    long redriven,
    long inFlight,
    long hidden,
    long differenceCount,
    ImmutableList<String> differences,
    Repairs repairs)
    implements Serializable {
  static final ReconcileResult NOTHING =
      new ReconcileResult(0, 0, 0, 0, 0, 0, 0, 0, ImmutableList.of(), Repairs.NONE);

  /** Returns whether the topic, the table and the dead letters agree. */
  public boolean agrees() {
    return differenceCount == 0;
  }

  /** Returns the result line. Names redriven dead letters only if there are any. */
  public String summary() {
    return String.format(
            Locale.ROOT,
            "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d",
            published,
            stored,
            erased,
            dead,
            inFlight)
        + (redriven == 0 ? "" : " redriven=" + redriven);
  }

  /** Adds another result and keeps the first differences of both. */
  ReconcileResult plus(ReconcileResult other, int maxDifferences) {
    List<String> both = new ArrayList<>(differences);
    both.addAll(other.differences());
    return new ReconcileResult(
        published + other.published(),
        stored + other.stored(),
        erased + other.erased(),
        dead + other.dead(),
        redriven + other.redriven(),
        inFlight + other.inFlight(),
        hidden + other.hidden(),
        differenceCount + other.differenceCount(),
        both.stream().sorted().limit(maxDifferences).collect(ImmutableList.toImmutableList()),
        repairs.plus(other.repairs()));
  }

  /** Adds records behind an open transaction as published and in flight. */
  ReconcileResult withHidden(long records) {
    return plus(
        new ReconcileResult(
            records, 0, 0, 0, 0, records, records, 0, ImmutableList.of(), Repairs.NONE),
        differences.size());
  }
}
