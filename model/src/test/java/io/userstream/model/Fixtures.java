package io.userstream.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;

/** Responses of the API's own generator, and the users and records that they contain. */
final class Fixtures {
  static final List<String> NATIONALITIES =
      List.of(
          "AU", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IR", "LEGO",
          "MX", "NL", "NO", "NZ", "RS", "TR", "UA", "US");

  static final Instant FETCHED_AT = Instant.parse("2026-11-21T10:00:00.123Z");

  /** Five minutes after {@link #FETCHED_AT}. */
  static final Clock CLOCK =
      Clock.fixed(java.time.Instant.parse("2026-11-21T10:05:00Z"), ZoneOffset.UTC);

  static final int SCHEMA_ID = 0x01020304;

  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/randomuser/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ApiPage page(String name) throws MalformedPageException {
    return parse(text(name));
  }

  static ApiPage parse(String body) throws MalformedPageException {
    return new ApiPageParser().parse(utf8(body), FETCHED_AT);
  }

  static List<User> users(String nationality) throws MalformedPageException {
    return page("nat/" + nationality + ".json").users();
  }

  static List<User> usersOfEveryNationality() throws MalformedPageException {
    List<User> users = new ArrayList<>();
    for (String nationality : NATIONALITIES) {
      users.addAll(users(nationality));
    }
    return users;
  }

  /** Returns the first Irish user, which has every value. */
  static User user() throws MalformedPageException {
    return users("IE").get(0);
  }

  static UserRecordDecoder decoder() {
    return new UserRecordDecoder(id -> id == SCHEMA_ID ? UserAvro.SCHEMA : null, CLOCK);
  }

  static User decode(byte[] value) throws RejectedUserException {
    return decode(decoder(), value);
  }

  /** Decodes a value with the key of {@link #user}. */
  static User decode(UserRecordDecoder decoder, byte[] value) throws RejectedUserException {
    try {
      return decoder.decode(utf8(user().id()), value).user();
    } catch (MalformedPageException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the texts of a JSON document by JSON pointer, in document order. */
  static Map<String, String> textsByPath(byte[] json) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (JsonParser in = new JsonFactory().createParser(json)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          texts.put(in.getParsingContext().pathAsPointer().toString(), in.getText());
        }
      }
    }
    return texts;
  }
}
