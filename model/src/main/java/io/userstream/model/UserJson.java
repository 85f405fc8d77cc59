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
 * Reads and writes users as JSON: one flat object in UTF-8 with the fields of {@code user.avsc},
 * instants as ISO-8601 text, and no members for null values.
 */
public final class UserJson {
  private static final int TYPICAL_BYTES = 800;
  private static final String HIDDEN = "***";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names are untrusted input: do not intern them, and do not fail if many of them collide.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private UserJson() {}

  /**
   * Writes a user. Thread-safe.
   *
   * @throws IllegalArgumentException if a text has an unpaired surrogate, which the parsers and
   *     decoders of this package reject
   */
  public static byte[] write(User user) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      writeFields(user, true, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalArgumentException("a text of the user is not valid Unicode", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a user's fields to an object that has been started.
   *
   * @param showPersonalData if false, personal data is written as {@value #HIDDEN}; only the id and
   *     the origin are shown
   */
  public static void writeFields(User user, boolean showPersonalData, JsonGenerator out)
      throws IOException {
    for (WireField field : WireField.all()) {
      Object value = field.of(user);
      if (value != null) {
        out.writeFieldName(field.jsonName());
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
   * Reads a record without validating its values. Skips unknown fields, which newer versions may
   * write. A postcode may be a number.
   */
  static WireUser read(byte[] value) throws RejectedUserException {
    // Given bytes, Jackson guesses the encoding and accepts some invalid UTF-8.
    try (JsonParser in = JSON.createParser(StrictUtf8.decode(value, 0, value.length))) {
      return read(in);
    } catch (IOException | RuntimeException e) {
      // Jackson throws runtime exceptions for some broken input. All its messages quote the value.
      throw new RejectedUserException(RejectReason.MALFORMED, "the value is not JSON");
    }
  }

  /** Rejects duplicate fields itself, because Jackson's detection makes reading 10 % slower. */
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
      boolean isDuplicate;
      if (field == null) {
        unknown = unknown == null ? new HashSet<>() : unknown;
        isDuplicate = !unknown.add(name);
      } else {
        isDuplicate = user.get(field) != null;
      }
      if (isDuplicate) {
        throw new RejectedUserException(RejectReason.MALFORMED, "the value has a duplicate field");
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
      throw new RejectedUserException(
          RejectReason.MALFORMED, "the value continues after its JSON object");
    }
    // Thrown last, because MALFORMED takes precedence.
    if (invalid != null) {
      throw invalid;
    }
    return user;
  }

  /** Returns the value, or null if its type does not match the field's kind. */
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
