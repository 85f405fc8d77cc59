package io.userstream.pipelines.deadletters;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.userstream.io.deadletters.DeadLetterEntry;
import io.userstream.io.kafka.SelectedOffsets;
import java.time.Instant;
import javax.annotation.Nullable;

/**
 * The dead letters that a viewer selects. Immutable.
 *
 * @param reasons codes; empty for all
 * @param from when the first one was written; null for the oldest
 * @param to when the first one after them was written; null for the newest
 * @param offsets of the records that they come from, by partition of the users topic; empty for all
 * @param keys uuids; empty for all
 */
record Selection(
    ImmutableSortedSet<String> reasons,
    @Nullable Instant from,
    @Nullable Instant to,
    ImmutableSortedMap<Integer, SelectedOffsets> offsets,
    ImmutableSortedSet<String> keys) {
  static final Selection ALL =
      new Selection(
          ImmutableSortedSet.of(), null, null, ImmutableSortedMap.of(), ImmutableSortedSet.of());

  /** Returns the dead letters of a reason. */
  static Selection ofReason(String reason) {
    return new Selection(ImmutableSortedSet.of(reason), ALL.from, ALL.to, ALL.offsets, ALL.keys);
  }

  /** Returns the dead letters that were written in an interval. */
  Selection during(@Nullable Instant first, @Nullable Instant end) {
    return new Selection(reasons, first, end, offsets, keys);
  }

  /** Returns the dead letters of a record. */
  static Selection ofRecord(int partition, long offset) {
    return new Selection(
        ALL.reasons,
        ALL.from,
        ALL.to,
        ImmutableSortedMap.of(partition, new SelectedOffsets(offset, offset + 1)),
        ALL.keys);
  }

  /** Returns the dead letters of a user or a row. */
  static Selection ofKey(String key) {
    return new Selection(ALL.reasons, ALL.from, ALL.to, ALL.offsets, ImmutableSortedSet.of(key));
  }

  /**
   * Returns whether a dead letter is selected.
   *
   * @param topic the users topic, of which the offsets are
   */
  boolean contains(DeadLetterEntry letter, String topic) {
    Instant written = Instant.ofEpochMilli(letter.writtenMs());
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (from == null || !written.isBefore(from))
        && (to == null || written.isBefore(to))
        && (offsets.isEmpty() || hasOffsetOf(letter.origin(), topic))
        && (keys.isEmpty() || (letter.id() != null && keys.contains(letter.id())));
  }

  private boolean hasOffsetOf(DeadLetterEntry.Source origin, String topic) {
    if (!origin.hasOffset() || !origin.topic().equals(topic)) {
      return false;
    }
    SelectedOffsets selected = offsets.get(origin.partition());
    return selected != null && selected.contains(origin.offset());
  }

  /** Returns the selection as parameters of an address, and as options of {@code redrive}. */
  ImmutableListMultimap<String, String> parameters() {
    ImmutableListMultimap.Builder<String, String> parameters = ImmutableListMultimap.builder();
    if (!reasons.isEmpty()) {
      parameters.put(DeadLetterQuery.REASON, String.join(",", reasons));
    }
    if (from != null) {
      parameters.put(DeadLetterQuery.FROM, from.toString());
    }
    if (to != null) {
      parameters.put(DeadLetterQuery.TO, to.toString());
    }
    if (!offsets.isEmpty()) {
      parameters.put(DeadLetterQuery.OFFSETS, SelectedOffsets.format(offsets));
    }
    if (!keys.isEmpty()) {
      parameters.put(DeadLetterQuery.KEY, String.join(",", keys));
    }
    return parameters.build();
  }
}
