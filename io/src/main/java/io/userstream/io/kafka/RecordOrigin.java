package io.userstream.io.kafka;

import com.google.auto.value.AutoValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The place of a record: what tells one dead letter from another. Immutable. */
@AutoValue
public abstract class RecordOrigin {
  public abstract String topic();

  public abstract int partition();

  public abstract long offset();

  public static RecordOrigin of(String topic, int partition, long offset) {
    return new AutoValue_RecordOrigin(topic, partition, offset);
  }

  static RecordOrigin of(SourceRecord record) {
    return of(record.topic(), record.partition(), record.offset());
  }

  /**
   * Reads the origin that a dead letter carries in its headers. Empty when they are missing or not
   * numbers: somebody else's record.
   */
  public static Optional<RecordOrigin> inHeaders(Headers headers) {
    Header topic = headers.lastHeader(DeadLetter.ORIGIN_TOPIC);
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
    return topic() + "-" + partition() + "@" + offset();
  }
}
