package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.annotation.Nullable;

/** Prints those parts of a record that need no decoding. */
final class RawRecord {
  private RawRecord() {}

  /** Writes the position and the time. */
  static void writePlace(SourceRecord record, JsonGenerator out) throws IOException {
    out.writeNumberField("partition", record.partition());
    out.writeNumberField("offset", record.offset());
    out.writeStringField("time", Instant.ofEpochMilli(record.timestampMs()).toString());
  }

  /** Writes the id in the key. Any other key may be personal data and is left out. */
  static void writeId(SourceRecord record, JsonGenerator out) throws IOException {
    out.writeStringField("id", UserRecordDecoder.idOf(record.key()));
  }

  /** Writes key and value, as text if they are valid UTF-8 or in Base64. */
  static void writeContent(SourceRecord record, JsonGenerator out) throws IOException {
    write("key", record.key(), out);
    write("value", record.value(), out);
  }

  private static void write(String name, @Nullable byte[] bytes, JsonGenerator out)
      throws IOException {
    if (bytes == null) {
      out.writeNullField(name);
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      out.writeStringField(name, text);
    } catch (CharacterCodingException e) {
      out.writeBinaryField(name + "Base64", bytes);
    }
  }
}
