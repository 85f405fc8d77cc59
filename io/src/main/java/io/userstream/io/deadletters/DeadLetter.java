package io.userstream.io.deadletters;

import com.google.auto.value.AutoValue;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record or row that cannot be processed, with the reason. Becomes a record of the dead letter
 * topic.
 */
@AutoValue
public abstract class DeadLetter {
  /** The topic of a record, or the table of a row. */
  public static final String ORIGIN_TOPIC = "userstream.origin.topic";

  /** The id of the topic, which distinguishes a recreated topic from the earlier one. */
  public static final String ORIGIN_TOPIC_ID = "userstream.origin.topic.id";

  public static final String ORIGIN_PARTITION = "userstream.origin.partition";
  public static final String ORIGIN_OFFSET = "userstream.origin.offset";

  /** The key of a row, in place of partition and offset. */
  public static final String ORIGIN_UUID = "userstream.origin.uuid";

  public static final String ORIGIN_TIMESTAMP = "userstream.origin.timestamp";
  public static final String ERROR_REASON = "userstream.error.reason";
  public static final String ERROR_DETAIL = "userstream.error.detail";
  public static final String ATTEMPT = "userstream.attempt";

  /** The size of the original value, if the dead letter was cut. */
  public static final String ORIGIN_VALUE_BYTES = "userstream.origin.value.bytes";

  /** The size of the original key, if the key was cut. */
  public static final String ORIGIN_KEY_BYTES = "userstream.origin.key.bytes";

  /** The size of the original headers, if they were dropped. */
  public static final String ORIGIN_HEADERS_BYTES = "userstream.origin.headers.bytes";

  /** The algorithm and the id of the key, if key and value are encrypted. */
  static final String ENCRYPTION = "userstream.encryption";

  /** The beginning of the names above. */
  private static final String RESERVED = "userstream.";

  /** Precedes the name of a header of the original that begins like ours. */
  private static final String RENAMED = "original.";

  /** How much of a key, a value or the headers is left after a cut. */
  static final int CUT_BYTES = 64 << 10;

  static final int MAX_DETAIL_LENGTH = 1_000;

  /** Returns the record or the row. */
  public abstract Origin origin();

  /**
   * The time at which the record was appended or the row was fetched, in milliseconds since the
   * epoch.
   */
  public abstract long timestampMs();

  @Nullable
  @SuppressWarnings("mutable") // never modified
  abstract byte[] key();

  @Nullable
  @SuppressWarnings("mutable") // never modified
  abstract byte[] value();

  abstract Headers headers();

  /** A code from a small fixed vocabulary. */
  public abstract String reason();

  /** Describes the error without personal data. */
  public abstract String detail();

  /** The number of the attempt that failed, starting at 1. */
  public abstract int attempt();

  /**
   * Creates the dead letter of a record.
   *
   * @param topicId the id of the record's topic; null if unknown
   */
  public static DeadLetter ofRecord(
      SourceRecord record, @Nullable String topicId, String reason, String detail, int attempt) {
    RecordOrigin origin =
        new RecordOrigin(
            record.topic(), topicId, record.partition(), record.offset(), record.timestampMs());
    return new AutoValue_DeadLetter(
        origin,
        record.timestampMs(),
        record.key(),
        record.value(),
        renamed(record.headers()),
        reason,
        detail,
        attempt);
  }

  /** Returns the headers of a record, with other names for those that would be read as ours. */
  private static Headers renamed(Headers original) {
    Headers headers = new RecordHeaders();
    for (Header header : original) {
      if (header.key().startsWith(RESERVED)) {
        headers.add(RENAMED + header.key(), header.value());
      } else {
        headers.add(header);
      }
    }
    return headers;
  }

  /**
   * Creates the dead letter of a row, whose attempt is always 1.
   *
   * @param fetchedAtMs when the row was fetched, in milliseconds since the epoch
   */
  public static DeadLetter ofRow(
      RowOrigin row, long fetchedAtMs, byte[] value, String reason, String detail) {
    byte[] key = row.uuid().getBytes(StandardCharsets.UTF_8);
    return new AutoValue_DeadLetter(
        row, fetchedAtMs, key, value, new RecordHeaders(), reason, detail, 1);
  }

  /** Returns the size of key, value and headers in bytes. */
  long bytes() {
    return size(key()) + size(value()) + headerBytes();
  }

  private long headerBytes() {
    long bytes = 0;
    for (Header header : headers()) {
      bytes += header.key().length() + size(header.value());
    }
    return bytes;
  }

  private static int size(@Nullable byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Returns true if {@link #cut} makes it smaller. */
  boolean isLargerThanCut() {
    return size(key()) > CUT_BYTES || size(value()) > CUT_BYTES || headerBytes() > CUT_BYTES;
  }

  /** Returns the dead letter, cut if it is larger than a dead letter may be. */
  DeadLetter fitted() {
    return bytes() > TopicSpec.MAX_RECORD_BYTES ? cut() : this;
  }

  /**
   * Returns the dead letter with the beginning of key and value, their sizes as headers, and
   * without the original headers if they are large.
   */
  DeadLetter cut() {
    Headers cut = new RecordHeaders();
    long headerBytes = headerBytes();
    if (headerBytes <= CUT_BYTES) {
      headers().forEach(cut::add);
    } else {
      add(cut, ORIGIN_HEADERS_BYTES, Long.toString(headerBytes));
    }
    if (size(key()) > CUT_BYTES) {
      add(cut, ORIGIN_KEY_BYTES, Integer.toString(size(key())));
    }
    add(cut, ORIGIN_VALUE_BYTES, Integer.toString(size(value())));
    return new AutoValue_DeadLetter(
        origin(),
        timestampMs(),
        beginning(key()),
        beginning(value()),
        cut,
        reason(),
        detail(),
        attempt());
  }

  @Nullable
  private static byte[] beginning(@Nullable byte[] bytes) {
    return size(bytes) <= CUT_BYTES ? bytes : Arrays.copyOf(bytes, CUT_BYTES);
  }

  /**
   * Returns the record for the dead letter topic: key, value and headers of the original, plus the
   * headers of this class as text.
   */
  public ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
    Headers headers = new RecordHeaders(headers());
    if (origin() instanceof RecordOrigin record) {
      add(headers, ORIGIN_TOPIC, record.topic());
      if (record.topicId() != null) {
        add(headers, ORIGIN_TOPIC_ID, record.topicId());
      }
      add(headers, ORIGIN_PARTITION, Integer.toString(record.partition()));
      add(headers, ORIGIN_OFFSET, Long.toString(record.offset()));
    } else if (origin() instanceof RowOrigin row) {
      add(headers, ORIGIN_TOPIC, row.table());
      add(headers, ORIGIN_UUID, row.uuid());
    }
    add(headers, ORIGIN_TIMESTAMP, Long.toString(timestampMs()));
    add(headers, ERROR_REASON, reason());
    String detail = detail();
    add(
        headers,
        ERROR_DETAIL,
        detail.length() > MAX_DETAIL_LENGTH ? detail.substring(0, MAX_DETAIL_LENGTH) : detail);
    add(headers, ATTEMPT, Integer.toString(attempt()));
    return new ProducerRecord<>(deadLetterTopic, null, null, key(), value(), headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns only the origin and the reason, because key, value and headers can be personal data.
   */
  @Override
  public final String toString() {
    return origin() + ": " + reason();
  }
}
