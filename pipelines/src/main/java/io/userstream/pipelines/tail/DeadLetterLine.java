package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.io.kafka.DeadLetter;
import io.userstream.io.kafka.RecordOrigin;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Header;

/** A dead letter: where it comes from, and why it is dead. */
final class DeadLetterLine implements LineFormat {
  private final boolean showPersonalData;

  DeadLetterLine(boolean showPersonalData) {
    this.showPersonalData = showPersonalData;
  }

  @Override
  public void write(SourceRecord record, JsonGenerator out) throws IOException {
    RawRecord.writePlace(record, out);
    writeOrigin(record, out);
    out.writeStringField("reason", header(record, DeadLetter.ERROR_REASON));
    out.writeStringField("detail", header(record, DeadLetter.ERROR_DETAIL));
    Optional<Long> attempt = number(header(record, DeadLetter.ATTEMPT));
    if (attempt.isPresent()) {
      out.writeNumberField("attempt", attempt.get());
    }
    RawRecord.writeId(record, out);
    if (showPersonalData) {
      RawRecord.writeContent(record, out);
    }
  }

  /** Null for a record that somebody else has put there. */
  private static void writeOrigin(SourceRecord record, JsonGenerator out) throws IOException {
    Optional<RecordOrigin> origin = RecordOrigin.inHeaders(record.headers());
    if (origin.isEmpty()) {
      out.writeNullField("origin");
      return;
    }
    out.writeObjectFieldStart("origin");
    out.writeStringField("topic", origin.get().topic());
    out.writeStringField("topicId", origin.get().topicId());
    out.writeNumberField("partition", origin.get().partition());
    out.writeNumberField("offset", origin.get().offset());
    out.writeStringField(
        "time",
        number(header(record, DeadLetter.ORIGIN_TIMESTAMP))
            .map(millis -> Instant.ofEpochMilli(millis).toString())
            .orElse(null));
    out.writeEndObject();
  }

  private static Optional<Long> number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,15}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  @Nullable
  private static String header(SourceRecord record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
