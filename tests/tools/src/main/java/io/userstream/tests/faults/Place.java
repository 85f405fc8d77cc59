package io.userstream.tests.faults;

import java.util.Map;

/** The partition and offset of a record in the topic. */
record Place(int partition, long offset) implements Comparable<Place> {
  /** Returns whether it is below these offsets. A partition without an offset begins at 0. */
  boolean isBelow(Map<Integer, Long> offsets) {
    return offset < offsets.getOrDefault(partition, 0L);
  }

  @Override
  public int compareTo(Place other) {
    return partition == other.partition
        ? Long.compare(offset, other.offset)
        : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
