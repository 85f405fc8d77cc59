package io.userstream.io.kafka;

import io.userstream.runloop.ranges.PartitionRange;
import java.io.Serializable;
import java.util.Optional;

/**
 * The log of one partition at one moment.
 *
 * @param start offset of the first record that the log holds
 * @param stable last stable offset, where consumers of committed records stop
 * @param end high watermark; above {@code stable} if transactions are open
 * @param oldestMs append time of the first record, in milliseconds since the epoch; {@link
 *     #NO_RECORD} if the log is empty
 */
public record PartitionLog(long start, long stable, long end, long oldestMs)
    implements Serializable {
  /** Later than any record. */
  public static final long NO_RECORD = Long.MAX_VALUE;

  public boolean isEmpty() {
    return start == end;
  }

  boolean isOldestUnknown() {
    return oldestMs == NO_RECORD && stable > start;
  }

  /** Returns the number of offsets from the first open transaction on. */
  public long hidden() {
    return end - stable;
  }

  /** Returns the readable offsets; empty if there are none. */
  public Optional<PartitionRange> readable(String topic, int partition) {
    return stable > start
        ? Optional.of(PartitionRange.of(topic, partition, start, stable))
        : Optional.empty();
  }
}
