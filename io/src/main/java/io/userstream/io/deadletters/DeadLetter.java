package io.userstream.io.deadletters;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.ProducerRecord;
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
        record.headers(),
        reason,
        detail,
        attempt);
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

  /** The size of the value in bytes. */
  int valueBytes() {
    byte[] value = value();
    return value == null ? 0 : value.length;
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
    add(headers, ERROR_DETAIL, detail());
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
