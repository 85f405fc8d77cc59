package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterCipher;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.io.deadletters.RedriveMark;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.deadletters.UndecryptableException;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Prints a dead letter: its origin and reason; or a mark: the records whose dead letters were
 * redriven. Prints no id, key and value of one that it cannot decrypt, but how it is encrypted.
 */
final class DeadLetterLine implements LineFormat {
  private final DeadLetterCipher cipher;
  private final boolean showPersonalData;

  DeadLetterLine(DeadLetterCipher cipher, boolean showPersonalData) {
    this.cipher = cipher;
    this.showPersonalData = showPersonalData;
  }

  @Override
  public void write(SourceRecord record, JsonGenerator out) throws IOException {
    RawRecord.writePlace(record, out);
    Optional<RedriveMark> mark = RedriveMark.in(record.headers(), record.value());
    if (mark.isPresent()) {
      write(mark.get(), out);
      return;
    }
    writeOrigin(record, out);
    out.writeStringField("reason", header(record, DeadLetter.ERROR_REASON));
    out.writeStringField("detail", header(record, DeadLetter.ERROR_DETAIL));
    Optional<Long> attempt = number(record, DeadLetter.ATTEMPT);
    if (attempt.isPresent()) {
      out.writeNumberField("attempt", attempt.get());
    }
    SourceRecord decrypted;
    try {
      decrypted = cipher.decrypt(record);
    } catch (UndecryptableException e) {
      writeEncrypted(record, e, out);
      return;
    }
    RawRecord.writeId(decrypted, out);
    if (showPersonalData) {
      RawRecord.writeContent(decrypted, out);
    }
  }

  private static void write(RedriveMark mark, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("redriven");
    out.writeStringField("topic", mark.topic());
    out.writeStringField("topicId", mark.topicId());
    out.writeNumberField("partition", mark.partition());
    out.writeStringField("offsets", mark.offsets().toString());
    out.writeEndObject();
  }

  /** Without any key, this is not an error. */
  private void writeEncrypted(SourceRecord record, UndecryptableException e, JsonGenerator out)
      throws IOException {
    out.writeBooleanField("encrypted", true);
    out.writeStringField("encryption", DeadLetterCipher.encryption(record.headers()).orElse(null));
    if (cipher.hasKeys()) {
      out.writeStringField("error", "cannot be decrypted: " + e.getMessage());
    }
  }

  /** Writes null for a record that another producer wrote. */
  private static void writeOrigin(SourceRecord record, JsonGenerator out) throws IOException {
    Optional<Origin> origin = Origin.inHeaders(record.headers());
    if (origin.isEmpty()) {
      out.writeNullField("origin");
      return;
    }
    out.writeObjectFieldStart("origin");
    if (origin.get() instanceof RecordOrigin read) {
      out.writeStringField("topic", read.topic());
      out.writeStringField("topicId", read.topicId());
      out.writeNumberField("partition", read.partition());
      out.writeNumberField("offset", read.offset());
    } else if (origin.get() instanceof RowOrigin row) {
      out.writeStringField("table", row.table());
      out.writeStringField("uuid", row.uuid());
    }
    out.writeStringField(
        "time",
        number(record, DeadLetter.ORIGIN_TIMESTAMP)
            .map(millis -> Instant.ofEpochMilli(millis).toString())
            .orElse(null));
    out.writeEndObject();
  }

  private static Optional<Long> number(SourceRecord record, String name) {
    return Optional.ofNullable(Origin.number(record.headers(), name));
  }

  @Nullable
  private static String header(SourceRecord record, String name) {
    return Origin.text(record.headers(), name);
  }
}
