package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.Before;
import org.junit.Test;

/**
 * Feeds randomly broken inputs to the readers. A reader may throw only its own exception, with a
 * message of fixed words. Accepted input can be written and read back.
 *
 * <p>The seed is fixed for reproducible failures. Pass {@code -Dfuzz.seed=N} for other inputs.
 */
public class FuzzTest {
  private static final int INPUTS = 10_000;
  private static final long SEED = Long.getLong("fuzz.seed", 20261121);
  private static final int SCHEMA_ID = 0;

  /** Matches positions, rules and numbers, but no input values. */
  private static final Pattern MESSAGE =
      Pattern.compile("(user \\d{1,4}[: ]|[a-z]+[A-Za-z.]*)[ A-Za-z0-9.,:()-]{0,90}");

  private final Random random = new Random(SEED);
  private final Mutator mutator = new Mutator(random);
  private final List<byte[]> pages = new ArrayList<>();
  private List<User> users = List.of();

  @Before
  public void printSeed() throws Exception {
    System.out.println("fuzz.seed=" + SEED);
    users = Fixtures.usersOfEveryNationality();
    for (String name : new String[] {"nat/IR.json", "nat/US.json", "versions/1.3.json"}) {
      pages.add(firstUsers(Fixtures.text(name), 3));
    }
    pages.add(Fixtures.bytes("errors/reported_empty_results.json"));
    pages.add(Fixtures.bytes("password.json"));
  }

  @Test
  public void brokenPagesAreMalformedOrComplete() {
    ApiPageParser parser = new ApiPageParser();
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] body = mutator.mutate(pick(pages), pick(pages));
      try {
        for (User user : parser.parse(body, Fixtures.FETCHED_AT).users()) {
          assertThat(UserJson.write(user).length, greaterThan(0));
          assertThat(UserAvro.write(user, 1).length, greaterThan(0));
        }
        accepted++;
      } catch (MalformedPageException e) {
        assertThat(e.getMessage(), matchesPattern(MESSAGE));
        assertThat(e.getCause(), nullValue());
      }
    }
    assertThat(accepted, greaterThan(INPUTS / 100));
  }

  @Test
  public void brokenJsonRecordsAreRejectedOrValid() {
    List<byte[]> values = users.stream().map(UserJson::write).toList();
    decodeMutantsOf(values, id -> null);
  }

  @Test
  public void brokenAvroRecordsAreRejectedOrValid() {
    List<byte[]> values = users.stream().map(user -> UserAvro.write(user, SCHEMA_ID)).toList();
    decodeMutantsOf(values, id -> id == SCHEMA_ID ? UserAvro.SCHEMA : null);
  }

  @Test
  public void recordsReadWithAnotherSchemaAreRejectedOrValid() {
    Schema tree =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":[{\"name\":\"children\","
                    + "\"type\":{\"type\":\"array\",\"items\":\"Tree\"}}]}");
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(new Schema.Field("tree", tree));
    fields.add(new Schema.Field("nulls", SchemaBuilder.array().items().nullType()));
    fields.add(new Schema.Field("map", SchemaBuilder.map().values(tree)));
    UserAvro.SCHEMA
        .getFields()
        .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema other = Schema.createRecord("User", null, "io.userstream", false, fields);
    List<byte[]> values =
        users.stream()
            .map(user -> insertAfterHeader(UserAvro.write(user, SCHEMA_ID), new byte[3]))
            .toList();
    decodeMutantsOf(values, id -> id == SCHEMA_ID ? other : null);
  }

  private void decodeMutantsOf(List<byte[]> values, SchemaLookup schemas) {
    UserRecordDecoder decoder = new UserRecordDecoder(schemas, Fixtures.CLOCK);
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      int chosen = random.nextInt(values.size());
      byte[] key = Fixtures.utf8(users.get(chosen).id());
      byte[] value = mutator.mutate(values.get(chosen), pick(values));
      try {
        UserChange change = decoder.decode(key, value);
        accepted++;
        assertThat(Fixtures.decoder().decode(key, UserJson.write(change.user())), equalTo(change));
      } catch (RejectedUserException e) {
        assertThat(e.getMessage(), matchesPattern(MESSAGE));
        assertThat(e.getCause(), nullValue());
      }
    }
    assertThat(accepted, greaterThan(INPUTS / 100));
  }

  private byte[] pick(List<byte[]> inputs) {
    return inputs.get(random.nextInt(inputs.size()));
  }

  private static byte[] insertAfterHeader(byte[] value, byte[] added) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    return (text.substring(0, 5)
            + new String(added, StandardCharsets.ISO_8859_1)
            + text.substring(5))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] firstUsers(String page, int count) {
    int end = 0;
    for (int i = 0; i < count; i++) {
      end = page.indexOf(",{\"gender\"", end + 1);
    }
    return Fixtures.utf8(page.substring(0, end) + page.substring(page.lastIndexOf("],\"info\"")));
  }
}
