package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.runloop.ranges.OffsetSet;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What repairs differences. Immutable.
 *
 * @param records offsets of records to store again, by partition
 * @param rawRows ids of rows of the raw store to publish again
 */
record Repairs(ImmutableMap<Integer, OffsetSet> records, ImmutableSet<String> rawRows)
    implements Serializable {
  static final Repairs NONE = new Repairs(ImmutableMap.of(), ImmutableSet.of());

  /** About 2 MB. The rest is found by the next reconciliation. */
  static final int MAX_RECORDS = 100_000;

  boolean isEmpty() {
    return records.isEmpty() && rawRows.isEmpty();
  }

  /** Returns the number of records. */
  long count() {
    return records.values().stream().mapToLong(OffsetSet::size).sum();
  }

  /** Returns both, up to the maximum. */
  Repairs plus(Repairs other) {
    if (other.isEmpty() || count() >= MAX_RECORDS) {
      return this;
    }
    Map<Integer, OffsetSet> both = new HashMap<>(records);
    other
        .records()
        .forEach(
            (partition, offsets) ->
                both.merge(partition, offsets, (one, two) -> OffsetSet.union(List.of(one, two))));
    Set<String> rows = new HashSet<>(rawRows);
    rows.addAll(other.rawRows());
    return new Repairs(ImmutableMap.copyOf(both), ImmutableSet.copyOf(rows));
  }
}
