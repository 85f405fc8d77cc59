package io.userstream.pipelines.reconcile;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.AutoValueSchema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;

/** What a reconciliation counted and found. Immutable. */
@AutoValue
@DefaultSchema(AutoValueSchema.class)
public abstract class ReconcileResult implements Serializable {
  private static final long serialVersionUID = 1L;

  static final ReconcileResult NOTHING = builder().build();

  /** What the topic asks for: keys with a state, and records that cannot be decoded. */
  public abstract long published();

  /** Rows of the table that are a published user's, and rows that are nobody's. */
  public abstract long stored();

  /** Keys whose latest record erases them and that have no row. */
  public abstract long erased();

  /** Dead letters of this topic, each copy of them. */
  public abstract long dead();

  /** Keys and undecodable records that the store has not committed yet. */
  public abstract long inFlight();

  /** How many differences there are. */
  public abstract long differenceCount();

  /**
   * Differences in words, the first of them in the order of their text: an id or the origin of a
   * record, and what is wrong with it.
   */
  @SuppressWarnings("AutoValueImmutableFields") // the schemas of Beam know List alone
  public abstract List<String> differences();

  static Builder builder() {
    return new AutoValue_ReconcileResult.Builder()
        .setPublished(0)
        .setStored(0)
        .setErased(0)
        .setDead(0)
        .setInFlight(0)
        .setDifferenceCount(0)
        .setDifferences(List.of());
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
    return builder()
        .setPublished(published() + other.published())
        .setStored(stored() + other.stored())
        .setErased(erased() + other.erased())
        .setDead(dead() + other.dead())
        .setInFlight(inFlight() + other.inFlight())
        .setDifferenceCount(differenceCount() + other.differenceCount())
        .setDifferences(both.stream().sorted().limit(maxDifferences).toList())
        .build();
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setPublished(long published);

    abstract Builder setStored(long stored);

    abstract Builder setErased(long erased);

    abstract Builder setDead(long dead);

    abstract Builder setInFlight(long inFlight);

    abstract Builder setDifferenceCount(long differenceCount);

    abstract Builder setDifferences(List<String> differences);

    abstract ReconcileResult build();
  }
}
