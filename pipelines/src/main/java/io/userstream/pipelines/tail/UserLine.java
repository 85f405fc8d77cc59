package io.userstream.pipelines.tail;

import com.fasterxml.jackson.core.JsonGenerator;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.model.RejectedUserException;
import io.userstream.model.SchemaLookup;
import io.userstream.model.UserAvro;
import io.userstream.model.UserChange;
import io.userstream.model.UserJson;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.util.OptionalInt;

/** Prints a record of the users topic: a user, an erasure, or the reason why it is neither. */
final class UserLine implements LineFormat {
  private final RecordDecoder decoder;
  private final boolean showPersonalData;

  UserLine(SchemaLookup schemas, boolean showPersonalData) {
    this.decoder = new RecordDecoder(schemas);
    this.showPersonalData = showPersonalData;
  }

  @Override
  public void write(SourceRecord record, JsonGenerator out) throws IOException {
    RawRecord.writePlace(record, out);
    if (record.value() != null) {
      OptionalInt schemaId = UserAvro.schemaId(record.value());
      out.writeStringField("format", schemaId.isPresent() ? "avro" : "json");
      if (schemaId.isPresent()) {
        out.writeNumberField("schemaId", schemaId.getAsInt());
      }
    }
    UserChange change;
    try {
      change = decoder.decode(record);
    } catch (RejectedUserException e) {
      writeRejected(record, e, out);
      return;
    }
    if (change.user() == null) {
      out.writeStringField("id", change.id());
      out.writeBooleanField("erased", true);
    } else {
      out.writeObjectFieldStart("user");
      UserJson.writeFields(change.user(), showPersonalData, out);
      out.writeEndObject();
    }
  }

  private void writeRejected(SourceRecord record, RejectedUserException e, JsonGenerator out)
      throws IOException {
    RawRecord.writeId(record, out);
    out.writeStringField("reason", e.reason().code());
    out.writeStringField("detail", e.getMessage());
    if (showPersonalData) {
      RawRecord.writeContent(record, out);
    }
  }
}
