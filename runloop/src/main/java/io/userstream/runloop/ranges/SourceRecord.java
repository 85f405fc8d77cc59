package io.userstream.runloop.ranges;

import com.google.auto.value.AutoValue;
import javax.annotation.Nullable;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record with its position and its write time. */
@AutoValue
@DefaultCoder(SourceRecordCoder.class)
public abstract class SourceRecord {
  public abstract String topic();

  public abstract int partition();

  public abstract long offset();

  /** Returns the timestamp in milliseconds since the epoch. */
  public abstract long timestampMs();

  /** Returns the write time (see {@link WriteClock}) in microseconds since the epoch. */
  public abstract long writeTimeMicros();

  @Nullable
  @SuppressWarnings("mutable") // not copied, for speed
  public abstract byte[] key();

  @Nullable
  @SuppressWarnings("mutable") // as the key
  public abstract byte[] value();

  public abstract Headers headers();

  public static SourceRecord of(ConsumerRecord<byte[], byte[]> read, long writeTimeMicros) {
    return of(
        read.topic(),
        read.partition(),
        read.offset(),
        read.timestamp(),
        writeTimeMicros,
        read.key(),
        read.value(),
        read.headers());
  }

  /** Creates a record. The arrays are not copied and must not change. */
  public static SourceRecord of(
      String topic,
      int partition,
      long offset,
      long timestampMs,
      long writeTimeMicros,
      @Nullable byte[] key,
      @Nullable byte[] value,
      @Nullable Headers headers) {
    return new AutoValue_SourceRecord(
        topic,
        partition,
        offset,
        timestampMs,
        writeTimeMicros,
        key,
        value,
        headers == null ? new RecordHeaders() : headers);
  }

  /** Returns the size of key, value and headers in bytes, without Kafka's framing. */
  public final long bytes() {
    long bytes = size(key()) + size(value());
    for (Header header : headers()) {
      bytes += header.key().length() + size(header.value());
    }
    return bytes;
  }

  private static long size(@Nullable byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Names only the place of the record, because key, value and headers may be personal data. */
  @Override
  public final String toString() {
    return topic() + "-" + partition() + "@" + offset();
  }
}
