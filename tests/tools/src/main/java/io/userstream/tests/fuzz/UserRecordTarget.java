package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.userstream.model.RejectedUserException;
import io.userstream.model.UserAvro;
import io.userstream.model.UserChange;
import io.userstream.model.UserJson;
import io.userstream.model.UserRecordDecoder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * Values of the users topic in JSON and Avro. A value is rejected, or a user that is the same when
 * it is written and read again.
 */
final class UserRecordTarget implements FuzzTarget {
  static final List<String> WORDS =
      TargetKind.words(
          "\"id\": \"firstName\": \"email\": \"postcode\": \"latitude\": \"longitude\":"
              + " \"timezoneOffset\": \"dateOfBirth\": \"fetchedAt\": \"index\": \"page\": \"-18:00\""
              + " \"-0:00\" \"1969-12-31T23:59:59.999Z\" { } [ ] , : \" \\ \\u \\ud83d \\udc00 \\u0000"
              + " null \u0000\u0000\u0000\u0000\u0000 \u0000\u0000\u0000\u0000\u0001"
              + " \u0000\u0000\u0000\u0000\u0002 \u0001 \u0002 \u007f H");

  /** The schema ids of this version's schema and of one with unknown fields. */
  private static final int OWN_ID = 0;

  private static final int OTHER_ID = 1;
  private static final Schema OTHER = otherSchema();

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:05:00Z"), ZoneOffset.UTC);

  /** The id in both formats: Avro has it after the header and the length of 36. */
  private static final Pattern ID =
      Pattern.compile(
          "(?:\"id\"\\s*:\\s*\"|^\\x00.{4}(?:\\x00{3})?H)([0-9A-Fa-f-]{36})", Pattern.DOTALL);

  private static final byte[] ANY_KEY = "4f3f8fb1-f9e0-44d6-a24d-80b583290309".getBytes(UTF_8);

  private final UserRecordDecoder decoder = new UserRecordDecoder(UserRecordTarget::schema, CLOCK);
  private final UserRecordDecoder second = new UserRecordDecoder(UserRecordTarget::schema, CLOCK);

  @Override
  public boolean feed(byte[] input) throws Exception {
    byte[] key = key(input);
    UserChange change;
    try {
      change = decoder.decode(key, input);
    } catch (RejectedUserException e) {
      MessageRules.requireFixedWords(e);
      return false;
    }
    if (!second.decode(key, UserJson.write(change.user())).equals(change)
        || !second.decode(key, UserAvro.write(change.user(), OWN_ID)).equals(change)) {
      throw new BrokenRuleException("a user changes when it is written and read again");
    }
    return true;
  }

  private static byte[] key(byte[] value) {
    Matcher id = ID.matcher(new String(value, ISO_8859_1));
    return id.find() ? id.group(1).getBytes(UTF_8) : ANY_KEY;
  }

  @Nullable
  private static Schema schema(int id) {
    return switch (id) {
      case OWN_ID -> UserAvro.SCHEMA;
      case OTHER_ID -> OTHER;
      default -> null;
    };
  }

  /** Begins with a recursive type, an array of nulls and a map, whose lengths can lie. */
  private static Schema otherSchema() {
    Schema tree = Schema.createRecord("Tree", null, null, false);
    tree.setFields(
        List.of(new Schema.Field("children", SchemaBuilder.array().items(tree), null, null)));
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(new Schema.Field("tree", tree));
    fields.add(new Schema.Field("nulls", SchemaBuilder.array().items().nullType()));
    fields.add(new Schema.Field("map", SchemaBuilder.map().values(tree)));
    UserAvro.SCHEMA
        .getFields()
        .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    return Schema.createRecord("User", null, "io.userstream", false, fields);
  }
}
