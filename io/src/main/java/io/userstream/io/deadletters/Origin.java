package io.userstream.io.deadletters;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The origin of a dead letter: a record of a topic, or a row of a table. Immutable. */
public sealed interface Origin permits RecordOrigin, RowOrigin {
  /** Returns the position only, which different records can share. */
  Origin place();

  /** Returns the name of the log that the origin belongs to: a partition, or a table. */
  String log();

  /** Returns whether both origins are the same record or row. */
  boolean isSame(Origin other);

  /**
   * Reads the origin from the headers of a dead letter. Returns empty if they are missing or not
   * numbers, because another program wrote the record.
   */
  static Optional<Origin> inHeaders(Headers headers) {
    String topic = text(headers, DeadLetter.ORIGIN_TOPIC);
    if (topic == null) {
      return Optional.empty();
    }
    String uuid = text(headers, DeadLetter.ORIGIN_UUID);
    if (uuid != null) {
      return Optional.of(new RowOrigin(topic, uuid));
    }
    Long partition = number(headers, DeadLetter.ORIGIN_PARTITION);
    Long offset = number(headers, DeadLetter.ORIGIN_OFFSET);
    if (partition == null || offset == null) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordOrigin(
            topic,
            text(headers, DeadLetter.ORIGIN_TOPIC_ID),
            Ints.saturatedCast(partition),
            offset,
            number(headers, DeadLetter.ORIGIN_TIMESTAMP)));
  }

  /** Returns the last header with this name as text, or null if it is missing. */
  @Nullable
  static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the last header with this name as a number, or null if it is missing or not a number.
   */
  @Nullable
  static Long number(Headers headers, String name) {
    String text = text(headers, name);
    return text == null ? null : Longs.tryParse(text);
  }
}
