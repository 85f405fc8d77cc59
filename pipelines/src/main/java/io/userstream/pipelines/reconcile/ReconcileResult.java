package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a reconciliation counted and found. Immutable. */
@AutoValue
public abstract class ReconcileResult implements Serializable {
  private static final long serialVersionUID = 1L;

  static final ReconcileResult NOTHING = of(0, 0, 0, 0, 0, 0, 0, List.of());

  /** What the topic asks for: keys with a state, and records that cannot be decoded. */
  public abstract long published();

  /** Rows of the table that are a published user's, and rows that are nobody's. */
  public abstract long stored();

  /** Keys whose latest record erases them and that have no row. */
  public abstract long erased();

  /** Dead letters of this topic, each copy of them, and raw rows that became dead letters. */
  public abstract long dead();

  /** Keys and undecodable records that the store has not committed yet. */
  public abstract long inFlight();

  /** Of those in flight: the records behind an open transaction, which nobody can read yet. */
  public abstract long hidden();

  /** How many differences there are. */
  public abstract long differenceCount();

  /**
   * Differences in words, the first of them in the order of their text: an id or the origin of a
   * record, and what is wrong with it.
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

  /** Whether the topic, the table and the dead letters say the same. */
  public boolean agrees() {
    return differenceCount() == 0;
  }

  /** The line that sums it up. */
  public String summary() {
    return String.format(
        "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d",
        published(), stored(), erased(), dead(), inFlight());
  }

  /** Adds what another part found, and keeps the first differences of both. */
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

  /** Adds records behind an open transaction: published, and in flight. */
  ReconcileResult withHidden(long records) {
    return plus(of(records, 0, 0, 0, records, records, 0, List.of()), differences().size());
  }
}
