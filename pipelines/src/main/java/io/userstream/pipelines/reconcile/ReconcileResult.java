package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The counts and differences of a reconciliation. Immutable. */
@AutoValue
public abstract class ReconcileResult implements Serializable {
  private static final long serialVersionUID = 1L;

  static final ReconcileResult NOTHING = of(0, 0, 0, 0, 0, 0, 0, List.of());

  /** Returns the number of keys with a state and of undecodable records. */
  public abstract long published();

  /** Returns the number of rows, with and without a published user. */
  public abstract long stored();

  /** Returns the number of erased keys that have no row. */
  public abstract long erased();

  /**
   * Returns the number of dead letters of this topic, including duplicates, and of raw rows that
   * became dead letters.
   */
  public abstract long dead();

  /** Returns the number of keys and undecodable records that the store has not committed yet. */
  public abstract long inFlight();

  /**
   * Returns the number of records in flight behind an open transaction, which cannot be read yet.
   */
  public abstract long hidden();

  /** Returns the number of differences. */
  public abstract long differenceCount();

  /**
   * Returns the first differences in alphabetical order, each with an id or the origin of a record,
   * and what is wrong.
   */
  public abstract ImmutableList<String> differences();

  static ReconcileResult of(
      long published,
      long stored,
      long erased,
      long dead,
      long inFlight,
      long hidden,
      long differenceCount,
      List<String> differences) {
    return new AutoValue_ReconcileResult(
        published,
        stored,
        erased,
        dead,
        inFlight,
        hidden,
        differenceCount,
        ImmutableList.copyOf(differences));
  }

  /** Returns whether the topic, the table and the dead letters agree. */
  public boolean agrees() {
    return differenceCount() == 0;
  }

  /** Returns the result line. */
  public String summary() {
    return String.format(
        "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d",
        published(), stored(), erased(), dead(), inFlight());
  }

  /** Adds another result and keeps the first differences of both. */
  ReconcileResult plus(ReconcileResult other, int maxDifferences) {
    List<String> both = new ArrayList<>(differences());
    both.addAll(other.differences());
    return of(
        published() + other.published(),
        stored() + other.stored(),
        erased() + other.erased(),
        dead() + other.dead(),
        inFlight() + other.inFlight(),
        hidden() + other.hidden(),
        differenceCount() + other.differenceCount(),
        both.stream().sorted().limit(maxDifferences).toList());
  }

  /** Adds records behind an open transaction as published and in flight. */
  ReconcileResult withHidden(long records) {
    return plus(of(records, 0, 0, 0, records, records, 0, List.of()), differences().size());
  }
}
