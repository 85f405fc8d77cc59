package io.userstream.io.kafka;

import com.google.auto.value.AutoValue;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The record, or the row of a table, that a dead letter is about. Immutable.
 *
 * <p>A place alone does not tell records apart: a topic that was deleted and created again has the
 * same places. The id of the topic does.
 */
@AutoValue
public abstract class RecordOrigin {
  /** The topic, or the table. */
  public abstract String topic();

  /** The id of the topic; null for a row, for a place, and in dead letters of earlier releases. */
  @Nullable
  public abstract String topicId();

  /** Negative for a row. */
  public abstract int partition();

  /** Negative for a row. */
  public abstract long offset();

  /** The timestamp of the record, or null for a row and for a place. */
  @Nullable
  public abstract Long timestampMs();

  /** The id of a row; null for a record. */
  @Nullable
  public abstract String uuid();

  /** Returns a place, without the identity of its topic. */
  public static RecordOrigin of(String topic, int partition, long offset) {
    return of(topic, null, partition, offset, null);
  }

  /** Returns the origin of a record. */
  public static RecordOrigin of(
      String topic,
      @Nullable String topicId,
      int partition,
      long offset,
      @Nullable Long timestampMs) {
    return new AutoValue_RecordOrigin(topic, topicId, partition, offset, timestampMs, null);
  }

  /** The origin of what is no record, but a row. */
  public static RecordOrigin ofRow(String table, String uuid) {
    return new AutoValue_RecordOrigin(table, null, -1, -1, null, uuid);
  }

  static RecordOrigin of(SourceRecord record, @Nullable String topicId) {
    return record.isRow()
        ? ofRow(record.topic(), new String(record.key(), StandardCharsets.UTF_8))
        : of(record.topic(), topicId, record.partition(), record.offset(), record.timestampMs());
  }

  /** Returns topic, partition and offset, or table and row, alone. */
  public RecordOrigin place() {
    return uuid() == null ? of(topic(), partition(), offset()) : this;
  }

  /**
   * Returns whether both are the same record. A place alone is not enough: it may have belonged to
   * an earlier topic of the same name, which the topic's id tells, or to a record that the log lost
   * in an unclean election, which the timestamp tells. Dead letters of earlier releases do not name
   * the topic's id: then the timestamps have to be there.
   */
  public boolean isSameRecord(RecordOrigin other) {
    if (!place().equals(other.place())) {
      return false;
    }
    if (uuid() != null) {
      return true;
    }
    boolean bothIds = topicId() != null && other.topicId() != null;
    if (bothIds && !topicId().equals(other.topicId())) {
      return false;
    }
    if (timestampMs() == null || other.timestampMs() == null) {
      return bothIds;
    }
    return timestampMs().equals(other.timestampMs());
  }

  /**
   * Reads the origin that a dead letter carries in its headers. Empty when they are missing or not
   * numbers: somebody else's record.
   */
  public static Optional<RecordOrigin> inHeaders(Headers headers) {
    String topic = text(headers, DeadLetter.ORIGIN_TOPIC);
    if (topic == null) {
      return Optional.empty();
    }
    String uuid = text(headers, DeadLetter.ORIGIN_UUID);
    if (uuid != null) {
      return Optional.of(ofRow(topic, uuid));
    }
    Long partition = number(headers, DeadLetter.ORIGIN_PARTITION);
    Long offset = number(headers, DeadLetter.ORIGIN_OFFSET);
    if (partition == null || offset == null) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            topic,
            text(headers, DeadLetter.ORIGIN_TOPIC_ID),
            Ints.saturatedCast(partition),
            offset,
            number(headers, DeadLetter.ORIGIN_TIMESTAMP)));
  }

  @Nullable
  private static Long number(Headers headers, String name) {
    String text = text(headers, name);
    return text == null ? null : Longs.tryParse(text);
  }

  @Nullable
  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public final String toString() {
    return uuid() == null ? topic() + "-" + partition() + "@" + offset() : topic() + " " + uuid();
  }
}
