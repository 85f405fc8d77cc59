package io.userstream.runloop.ranges;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Deserializers of raw bytes that end a poll once it has returned enough of them.
 *
 * <p>A consumer unpacks a fetched batch record by record. If a deserializer throws, the poll
 * returns the records before, also those of other partitions, and the next poll deserializes the
 * same record again. So the first record of a poll is never refused. Not thread-safe.
 */
final class PollBudget {
  /** Several thousand users, and far less than a worker's heap. */
  static final long BYTES = 8 << 20;

  private long used;
  private boolean keyPassed;

  /** Starts a poll. */
  void renew() {
    used = 0;
    keyPassed = false;
  }

  /** Returns how much of it is used. */
  long used() {
    return used;
  }

  Deserializer<byte[]> keys() {
    return new Bytes(true);
  }

  Deserializer<byte[]> values() {
    return new Bytes(false);
  }

  private byte[] take(boolean isKey, Headers headers, ByteBuffer data) {
    // A key that was accepted must not be separated from its value.
    boolean isFirstPart = isKey || !keyPassed;
    if (isFirstPart && used >= BYTES) {
      throw new SpentException();
    }
    keyPassed = isKey;
    used += data.remaining() + (isFirstPart ? bytes(headers) : 0);
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  private static long bytes(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  private final class Bytes implements Deserializer<byte[]> {
    private final boolean isKey;

    Bytes(boolean isKey) {
      this.isKey = isKey;
    }

    @Override
    @Nullable
    public byte[] deserialize(String topic, byte[] data) {
      return data == null ? null : Arrays.copyOf(data, data.length);
    }

    @Override
    @Nullable
    public byte[] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
      return data == null ? null : take(isKey, headers, data);
    }
  }

  /** The budget of a poll is spent. No caller of the consumer sees it. */
  static final class SpentException extends SerializationException {
    private static final long serialVersionUID = 1L;

    SpentException() {
      super("the poll has returned enough bytes");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
