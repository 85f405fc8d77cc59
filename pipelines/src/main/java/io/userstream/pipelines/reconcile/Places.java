package io.userstream.pipelines.reconcile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.util.VarInt;

/**
 * Places of records, each by its distance from the one before: two to four bytes where a record
 * object has thirty, because one key may have millions of records. Not thread-safe.
 */
final class Places {
  /** The place of a record. */
  record Place(int partition, long offset) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4);
  private int lastPartition;
  private long lastOffset;

  void add(int partition, long offset) {
    try {
      VarInt.encode(zigzag((long) partition - lastPartition), bytes);
      VarInt.encode(zigzag(offset - lastOffset), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastPartition = partition;
    lastOffset = offset;
  }

  /** Hands over every place, in the order in which they were added. */
  void forEach(Consumer<Place> each) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    long partition = 0;
    long offset = 0;
    try {
      while (in.available() > 0) {
        partition += fromZigzag(VarInt.decodeLong(in));
        offset += fromZigzag(VarInt.decodeLong(in));
        each.accept(new Place((int) partition, offset));
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
