package io.userstream.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/** Reads the fields of {@link ApiField} of the users on one page. Not thread-safe. */
final class ApiUserParser {
  private static final ApiField[] REQUIRED =
      Stream.of(ApiField.values())
          .filter(field -> field.wireField().isRequired())
          .toArray(ApiField[]::new);

  private final JsonParser in;
  @Nullable private final RawUsersWriter raw;
  private int index;
  private WireUser user = new WireUser();
  @Nullable private String streetNumber;

  ApiUserParser(JsonParser in) {
    this(in, null);
  }

  /**
   * Creates a parser.
   *
   * @param raw receives each user without its secrets; null to discard them
   */
  ApiUserParser(JsonParser in, @Nullable RawUsersWriter raw) {
    this.in = in;
    this.raw = raw;
  }

  /**
   * Reads the user that starts at the current token.
   *
   * @param index the position of the user on the page, used in messages
   * @return the user with every required value, without its origin
   */
  WireUser read(int index) throws IOException, MalformedPageException {
    this.index = index;
    user = new WireUser();
    streetNumber = null;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedPageException("user " + index + " is not an object");
    }
    readMembers(ApiField.USER);
    addStreetNumber();
    for (ApiField field : REQUIRED) {
      if (user.get(field.wireField()) == null) {
        throw malformed(field.path(), "is missing");
      }
    }
    return user;
  }

  private void readMembers(ApiField.Node object) throws IOException, MalformedPageException {
    keepToken();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      ApiField.Node member = object.member(name);
      if (member == null || token == JsonToken.VALUE_NULL) {
        skip(name, raw != null && (member != null || !object.isSecret(name)));
        continue;
      }
      keepName(name);
      if (member.value() != null) {
        keepToken();
        readValue(member.value());
      } else if (token == JsonToken.START_OBJECT) {
        readMembers(member);
      } else {
        throw malformed(member.path(), "is not an object");
      }
    }
    keepToken();
  }

  private void skip(String name, boolean isKept) throws IOException {
    if (isKept) {
      raw.name(name);
      raw.structure(in);
    } else {
      in.skipChildren();
    }
  }

  private void keepName(String name) throws IOException {
    if (raw != null) {
      raw.name(name);
    }
  }

  private void keepToken() throws IOException {
    if (raw != null) {
      raw.token(in);
    }
  }

  private void readValue(ApiField field) throws IOException, MalformedPageException {
    String text = text(field);
    if (text == null) {
      return;
    }
    switch (field.form()) {
      case TEXT, TEXT_OR_DIGITS, STREET_NAME -> user.set(field.wireField(), text);
      case STREET_NUMBER -> streetNumber = text;
      case UUID -> set(field, UserId.canonical(text), "is not a uuid");
      case UTC_OFFSET -> set(field, UtcOffset.canonical(text), "is not an offset from UTC");
      case INSTANT -> set(field, IsoInstant.parse(text), "is not an ISO-8601 instant");
      case DECIMAL -> set(field, decimal(text), "is not a decimal number");
    }
  }

  private void set(ApiField field, @Nullable Object value, String problem)
      throws MalformedPageException {
    if (value == null) {
      throw malformed(field.path(), problem);
    }
    user.set(field.wireField(), value);
  }

  @Nullable
  private String text(ApiField field) throws IOException, MalformedPageException {
    boolean acceptsDigits =
        field.form() == ApiField.Form.TEXT_OR_DIGITS || field.form() == ApiField.Form.STREET_NUMBER;
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && acceptsDigits) {
      String digits = in.getText();
      if (digits.charAt(0) == '-') {
        throw malformed(field.path(), "is negative");
      }
      return digits;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw malformed(field.path(), acceptsDigits ? "is neither text nor digits" : "is not text");
    }
    String text = in.getText();
    if (NormalText.hasUnpairedSurrogate(text)) {
      throw malformed(field.path(), "is not Unicode text");
    }
    return NormalText.of(text);
  }

  /**
   * Stricter than {@code Double.valueOf}, which accepts {@code NaN}, {@code 0x1p3} and {@code 1d}.
   */
  @Nullable
  private static Double decimal(String text) {
    boolean hasPoint = false;
    for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isInnerPoint = c == '.' && !hasPoint && i > 0 && i < text.length() - 1;
      if ((c < '0' || c > '9') && !isInnerPoint) {
        return null;
      }
      hasPoint |= isInnerPoint;
    }
    return text.equals("-") ? null : Double.valueOf(text);
  }

  private void addStreetNumber() {
    String name = user.text(WireField.STREET);
    if (name != null && streetNumber != null) {
      user.set(WireField.STREET, streetNumber + " " + name);
    }
  }

  private MalformedPageException malformed(String path, String problem) {
    return new MalformedPageException("user " + index + ": " + path + " " + problem);
  }
}
