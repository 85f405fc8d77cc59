package io.userstream.runloop;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A part of a topic's log. A loop with a window begins at its first offsets, and sees no record
 * after its last ones. Immutable.
 *
 * @param parts the offsets by partition. A partition without an entry is left out
 */
public record OffsetWindow(Map<Integer, Part> parts) {
  private static final Part NOTHING = new Part(0, 0);

  /**
   * The offsets of one partition.
   *
   * @param from the first offset
   * @param to the offset after the last one
   */
  public record Part(long from, long to) {
    /**
     * Checks the offsets.
     *
     * @throws IllegalArgumentException if the part ends before it begins
     */
    public Part {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("not an interval of offsets: " + from + " to " + to);
      }
    }

    /** Returns the number of offsets. */
    public long span() {
      return to - from;
    }
  }

  public OffsetWindow {
    parts = Map.copyOf(parts);
  }

  /** Returns the offsets of a partition; an empty part for one that is left out. */
  public Part of(int partition) {
    return parts.getOrDefault(partition, NOTHING);
  }

  Part of(TopicPartition partition) {
    return of(partition.partition());
  }

  /** Returns the number of offsets in all partitions. */
  public long span() {
    return parts.values().stream().mapToLong(Part::span).sum();
  }
}
