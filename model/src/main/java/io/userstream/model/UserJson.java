package io.userstream.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * The JSON form of a user on the wire: one flat object with the fields of {@code user.avsc}, UTF-8,
 * instants as ISO-8601 text, no member for what is null. Read by {@link UserRecordDecoder}.
 */
public final class UserJson {
  private static final int TYPICAL_BYTES = 800;
  private static final String HIDDEN = "***";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from whoever may write to the topic: they are not to live for ever, and many
          // of them are to be slow at worst.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private UserJson() {}

  /**
   * Writes a user. Safe for use by several threads.
   *
   * @throws IllegalArgumentException when a text is not Unicode (it has an unpaired surrogate),
   *     which no parser or decoder of this package lets through
   */
  public static byte[] write(User user) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      writeFields(user, true, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalArgumentException("a text of the user is not Unicode", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a user's fields into the object that has been begun.
   *
   * @param showPersonalData whether to write them as they are; if not, {@value #HIDDEN} stands for
   *     each value that is of the person, and the id and where it came from are shown
   */
  public static void writeFields(User user, boolean showPersonalData, JsonGenerator out)
      throws IOException {
    for (WireField field : WireField.all()) {
      Object value = field.of(user);
      if (value != null) {
        out.writeFieldName(field.wireName());
        if (!showPersonalData && field.isPersonal()) {
          out.writeString(HIDDEN);
          continue;
        }
        switch (field.kind()) {
          case TEXT -> out.writeString((String) value);
          case NUMBER -> out.writeNumber((Double) value);
          case INTEGER -> out.writeNumber((Integer) value);
          case INSTANT -> out.writeString(IsoInstant.format((Instant) value));
        }
      }
    }
  }

  /**
   * Reads what a record says. Unknown fields, as a newer version writes them, are passed over; a
   * postcode may be a number.
   */
  static WireUser read(byte[] value) throws RejectedUserException {
    // As text, because from bytes Jackson guesses the encoding and lets some bad UTF-8 pass.
    try (JsonParser in = JSON.createParser(StrictUtf8.decode(value, 0, value.length))) {
      return read(in);
    } catch (IOException | RuntimeException e) {
      // Runtime exceptions: how a JSON parser is known to meet some broken input. The message of
      // either kind would quote the value.
      throw new RejectedUserException(RejectReason.MALFORMED, "the value is not JSON");
    }
  }

  /**
   * A field that stands twice is refused here and not by Jackson, whose own detection costs a tenth
   * of the reading.
   */
  private static WireUser read(JsonParser in) throws IOException, RejectedUserException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new RejectedUserException(RejectReason.MALFORMED, "the value is not a JSON object");
    }
    WireUser user = new WireUser();
    Set<String> unknown = null;
    RejectedUserException invalid = null;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      WireField field = WireField.byName(name);
      boolean again;
      if (field == null) {
        unknown = unknown == null ? new HashSet<>() : unknown;
        again = !unknown.add(name);
      } else {
        again = user.get(field) != null;
      }
      if (again) {
        throw new RejectedUserException(RejectReason.MALFORMED, "the value has a field twice");
      }
      if (field != null && token != JsonToken.VALUE_NULL) {
        Object value = read(in, token, field);
        user.set(field, value);
        if (value == null && invalid == null) {
          invalid = invalid(field);
        }
      }
      in.skipChildren();
    }
    if (in.nextToken() != null) {
      throw new RejectedUserException(RejectReason.MALFORMED, "the value goes on after its object");
    }
    // Only now, because the rest might have shown that the value is no JSON at all.
    if (invalid != null) {
      throw invalid;
    }
    return user;
  }

  /** Returns the value, or null when it is not of the field's kind. */
  @Nullable
  private static Object read(JsonParser in, JsonToken token, WireField field) throws IOException {
    return switch (field.kind()) {
      case TEXT -> {
        boolean isDigits =
            field == WireField.POSTCODE
                && token == JsonToken.VALUE_NUMBER_INT
                && in.getText().charAt(0) != '-';
        yield token == JsonToken.VALUE_STRING || isDigits ? in.getText() : null;
      }
      case NUMBER -> token.isNumeric() ? (Double) in.getDoubleValue() : null;
      case INTEGER ->
          token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() == JsonParser.NumberType.INT
              ? (Integer) in.getIntValue()
              : null;
      case INSTANT -> token == JsonToken.VALUE_STRING ? IsoInstant.parse(in.getText()) : null;
    };
  }

  private static RejectedUserException invalid(WireField field) {
    String form =
        switch (field.kind()) {
          case TEXT -> "text";
          case NUMBER -> "a number";
          case INTEGER -> "a whole number";
          case INSTANT -> "an ISO-8601 instant";
        };
    return new RejectedUserException(
        RejectReason.INVALID_VALUE, field.wireName() + " is not " + form);
  }
}
