package io.userstream.io.kafka;

import com.google.auto.value.AutoValue;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that cannot be used, with the reason: what becomes of it is a record of the dead-letter
 * topic.
 */
@AutoValue
public abstract class DeadLetter {
  public static final String ORIGIN_TOPIC = "userstream.origin.topic";

  /**
   * Tells the topic from an earlier one of the same name; missing in dead letters of earlier
   * releases.
   */
  public static final String ORIGIN_TOPIC_ID = "userstream.origin.topic.id";

  public static final String ORIGIN_PARTITION = "userstream.origin.partition";
  public static final String ORIGIN_OFFSET = "userstream.origin.offset";

  /** In the place of partition and offset, when the origin is a row of the table named as topic. */
  public static final String ORIGIN_UUID = "userstream.origin.uuid";

  public static final String ORIGIN_TIMESTAMP = "userstream.origin.timestamp";
  public static final String ERROR_REASON = "userstream.error.reason";
  public static final String ERROR_DETAIL = "userstream.error.detail";
  public static final String ATTEMPT = "userstream.attempt";

  public abstract SourceRecord record();

  /** The id of the record's topic; null for a row, and if it is not known. */
  @Nullable
  public abstract String topicId();

  /** One word of a small fixed vocabulary. */
  public abstract String reason();

  /** What is wrong, in words, without anything personal. */
  public abstract String detail();

  /** How often the run that found it had been tried, from 1. */
  public abstract int attempt();

  /** Makes a dead letter of a row, or of a record of a topic whose id is not known. */
  public static DeadLetter of(SourceRecord record, String reason, String detail, int attempt) {
    return new AutoValue_DeadLetter(record, null, reason, detail, attempt);
  }

  /** Makes a dead letter of a record. */
  public static DeadLetter of(
      SourceRecord record, String topicId, String reason, String detail, int attempt) {
    return new AutoValue_DeadLetter(record, topicId, reason, detail, attempt);
  }

  /** Returns what the dead letter is about. */
  public RecordOrigin origin() {
    return RecordOrigin.of(record(), topicId());
  }

  /**
   * The dead letter as it is written: key, value and headers untouched, ours behind them, all as
   * text.
   */
  public ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
    Headers headers = new RecordHeaders();
    for (Header header : record().headers()) {
      headers.add(header);
    }
    add(headers, ORIGIN_TOPIC, record().topic());
    if (record().isRow()) {
      add(headers, ORIGIN_UUID, new String(record().key(), StandardCharsets.UTF_8));
    } else {
      if (topicId() != null) {
        add(headers, ORIGIN_TOPIC_ID, topicId());
      }
      add(headers, ORIGIN_PARTITION, Integer.toString(record().partition()));
      add(headers, ORIGIN_OFFSET, Long.toString(record().offset()));
    }
    add(headers, ORIGIN_TIMESTAMP, Long.toString(record().timestampMs()));
    add(headers, ERROR_REASON, reason());
    add(headers, ERROR_DETAIL, detail());
    add(headers, ATTEMPT, Integer.toString(attempt()));
    return new ProducerRecord<>(
        deadLetterTopic, null, null, record().key(), record().value(), headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public final String toString() {
    return record() + ": " + reason();
  }
}
