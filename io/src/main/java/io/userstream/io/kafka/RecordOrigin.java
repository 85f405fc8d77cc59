package io.userstream.io.kafka;

import com.google.auto.value.AutoValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The place of a record, or the row of a table: what tells one dead letter from another. Immutable.
 */
@AutoValue
public abstract class RecordOrigin {
  /** The topic, or the table. */
  public abstract String topic();

  /** Negative for a row. */
  public abstract int partition();

  /** Negative for a row. */
  public abstract long offset();

  /** The id of a row; null for a record. */
  @Nullable
  public abstract String uuid();

  public static RecordOrigin of(String topic, int partition, long offset) {
    return new AutoValue_RecordOrigin(topic, partition, offset, null);
  }

  /** The origin of what is no record, but a row. */
  public static RecordOrigin ofRow(String table, String uuid) {
    return new AutoValue_RecordOrigin(table, -1, -1, uuid);
  }

  static RecordOrigin of(SourceRecord record) {
    return record.isRow()
        ? ofRow(record.topic(), new String(record.key(), StandardCharsets.UTF_8))
        : of(record.topic(), record.partition(), record.offset());
  }

  /**
   * Reads the origin that a dead letter carries in its headers. Empty when they are missing or not
   * numbers: somebody else's record.
   */
  public static Optional<RecordOrigin> inHeaders(Headers headers) {
    Header topic = headers.lastHeader(DeadLetter.ORIGIN_TOPIC);
    Header uuid = headers.lastHeader(DeadLetter.ORIGIN_UUID);
    if (topic != null && uuid != null) {
      return Optional.of(ofRow(text(topic), text(uuid)));
    }
    Header partition = headers.lastHeader(DeadLetter.ORIGIN_PARTITION);
    Header offset = headers.lastHeader(DeadLetter.ORIGIN_OFFSET);
    if (topic == null || partition == null || offset == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          of(text(topic), Integer.parseInt(text(partition)), Long.parseLong(text(offset))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String text(Header header) {
    return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public final String toString() {
    return uuid() == null ? topic() + "-" + partition() + "@" + offset() : topic() + " " + uuid();
  }
}
