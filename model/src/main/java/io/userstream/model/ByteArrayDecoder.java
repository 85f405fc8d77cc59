package io.userstream.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Decodes Avro's binary encoding from untrusted bytes. Unlike Avro's own decoder, it never
 * allocates more than the size of the array, never loops over more items than the array can hold,
 * and accepts only valid UTF-8. Reports every fault as {@link IOException} or {@link
 * AvroRuntimeException}. Not thread-safe.
 */
final class ByteArrayDecoder extends Decoder {
  /** Allowance for items without bytes (nulls), of which a valid record has few. */
  private static final int SPARE_ITEMS = 1024;

  private byte[] bytes = new byte[0];
  private int position;
  private long itemBudget;

  /** Continues at a position in another array. */
  void reset(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
    this.itemBudget = bytes.length + (long) SPARE_ITEMS;
  }

  int remaining() {
    return bytes.length - position;
  }

  /** Skips that many bytes and returns the position of the first one. */
  private int take(long length) throws EOFException {
    if (length < 0 || length > remaining()) {
      throw new EOFException("a length points beyond the end");
    }
    int start = position;
    position += (int) length;
    return start;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[take(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroRuntimeException("an int is too large");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new AvroRuntimeException("a long has more than ten bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat(Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(take(4))));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(ByteBuffer.wrap(bytes).getLong(take(8))));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    long length = readLong();
    return StrictUtf8.decode(bytes, take(length), (int) length);
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    long length = readLong();
    byte[] copy = new byte[(int) Math.min(Math.max(length, 0), remaining())];
    System.arraycopy(bytes, take(length), copy, 0, copy.length);
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void skipBytes() throws IOException {
    take(readLong());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readItemCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return readItemCount();
  }

  @Override
  public long skipArray() throws IOException {
    return skipItems();
  }

  @Override
  public long readMapStart() throws IOException {
    return readItemCount();
  }

  @Override
  public long mapNext() throws IOException {
    return readItemCount();
  }

  @Override
  public long skipMap() throws IOException {
    return skipItems();
  }

  /** Reads an item count. If it is negative, the size of the block in bytes follows. */
  private long readItemCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    itemBudget -= count;
    if (count < 0 || itemBudget < 0) {
      throw new AvroRuntimeException("more items than the record can hold");
    }
    return count;
  }

  /** Skips blocks that state their size. Returns the count of the first other block, or 0. */
  private long skipItems() throws IOException {
    long count = readLong();
    while (count < 0) {
      take(readLong());
      count = readLong();
    }
    itemBudget -= count;
    if (itemBudget < 0) {
      throw new AvroRuntimeException("more items than the record can hold");
    }
    return count;
  }
}
