package io.userstream.pipelines.reconcile;

import io.userstream.runloop.ranges.PartitionRange;
import java.io.Serializable;
import java.util.Optional;

/**
 * The log of one partition at one moment.
 *
 * @param start offset of the first record that is left
 * @param stable last stable offset: the end of what a reader of committed records sees
 * @param end high watermark; above {@code stable} it is the end of what open transactions hide
 * @param oldestMs when the oldest record that is left was appended, in milliseconds since the
 *     epoch; {@link #NO_RECORD} when there is none
 */
record PartitionLog(long start, long stable, long end, long oldestMs) implements Serializable {
  /** Later than any record. */
  static final long NO_RECORD = Long.MAX_VALUE;

  boolean isEmpty() {
    return start == end;
  }

  /** Returns the number of offsets at or behind the first open transaction. */
  long hidden() {
    return end - stable;
  }

  /** Returns the part that can be read; empty when there is none. */
  Optional<PartitionRange> readable(String topic, int partition) {
    return stable > start
        ? Optional.of(PartitionRange.of(topic, partition, start, stable))
        : Optional.empty();
  }
}
