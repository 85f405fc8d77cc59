package io.userstream.pipelines.reconcile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.function.Consumer;
import org.apache.beam.sdk.util.VarInt;

/**
 * Positions and timestamps of records, each encoded as the distance from the previous one. Takes
 * three to six bytes instead of the forty of an object, because one key may have millions of
 * records. Not thread-safe.
 */
final class Places {
  /**
   * The position of a record, and its timestamp, because an earlier record may have had the same
   * position.
   */
  record Place(int partition, long offset, long timestampMs) implements Comparable<Place> {
    /** Orders by position only. */
    static final Comparator<Place> BY_OFFSET =
        Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    private static final Comparator<Place> BY_ALL = BY_OFFSET.thenComparingLong(Place::timestampMs);

    @Override
    public int compareTo(Place other) {
      return BY_ALL.compare(this, other);
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4);
  private int lastPartition;
  private long lastOffset;
  private long lastTimestampMs;

  void add(int partition, long offset, long timestampMs) {
    try {
      VarInt.encode(zigzag((long) partition - lastPartition), bytes);
      VarInt.encode(zigzag(offset - lastOffset), bytes);
      VarInt.encode(zigzag(timestampMs - lastTimestampMs), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastPartition = partition;
    lastOffset = offset;
    lastTimestampMs = timestampMs;
  }

  /** Passes every position in the order of insertion. */
  void forEach(Consumer<Place> each) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    long partition = 0;
    long offset = 0;
    long timestampMs = 0;
    try {
      while (in.available() > 0) {
        partition += fromZigzag(VarInt.decodeLong(in));
        offset += fromZigzag(VarInt.decodeLong(in));
        timestampMs += fromZigzag(VarInt.decodeLong(in));
        each.accept(new Place((int) partition, offset, timestampMs));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long fromZigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
