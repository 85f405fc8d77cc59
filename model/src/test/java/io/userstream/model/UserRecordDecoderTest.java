package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.joda.time.Duration;
import org.junit.Test;

public class UserRecordDecoderTest {
  private static final String ID = "2d5afd5e-a598-469f-9933-4edba18bcefb";
  private static final String OTHER_ID = "5a79ebec-08a6-45de-a2de-b3222f0d1ffe";

  @Test
  public void aNullValueErasesTheUser() throws Exception {
    assertThat(Fixtures.decoder().decode(Fixtures.utf8(ID), null), equalTo(UserChange.erase(ID)));
  }

  @Test
  public void idsInUpperCaseAreTheSameUser() throws Exception {
    byte[] key = Fixtures.utf8(ID.toUpperCase(Locale.ROOT));
    User user = user();

    assertThat(Fixtures.decoder().decode(key, null), equalTo(UserChange.erase(ID)));
    assertThat(
        Fixtures.decoder().decode(key, UserJson.write(user)), equalTo(UserChange.keep(user)));
    User upper = user.toBuilder().setId(ID.toUpperCase(Locale.ROOT)).build();
    assertThat(
        Fixtures.decoder().decode(Fixtures.utf8(ID), UserJson.write(upper)),
        equalTo(UserChange.keep(user)));
  }

  @Test
  public void keysThatAreNotUuidsAreInvalidForAnyValue() throws Exception {
    byte[] value = UserJson.write(user());
    for (String key :
        new String[] {
          "",
          "7",
          ID + " ",
          ID.substring(1),
          "{" + ID.substring(2) + "}",
          ID.replace('-', '_'),
          ID.replace('a', 'g'),
          ID.replace("2d", "é"),
          ID.replace("-", "")
        }) {
      assertThat(key, reasonFor(Fixtures.utf8(key), value), is(RejectReason.INVALID_KEY));
      assertThat(key, reasonFor(Fixtures.utf8(key), null), is(RejectReason.INVALID_KEY));
    }
    assertThat(reasonFor(null, value), is(RejectReason.INVALID_KEY));
  }

  @Test
  public void aValueWithAnotherIdIsAMismatchInBothFormats() throws Exception {
    byte[] key = Fixtures.utf8(OTHER_ID);
    assertThat(reasonFor(key, UserJson.write(user())), is(RejectReason.KEY_MISMATCH));
    assertThat(
        reasonFor(key, UserAvro.write(user(), Fixtures.SCHEMA_ID)), is(RejectReason.KEY_MISMATCH));
  }

  @Test
  public void aTopicMayMixBothFormats() throws Exception {
    UserRecordDecoder decoder = Fixtures.decoder();
    byte[] key = Fixtures.utf8(ID);

    assertThat(
        decoder.decode(key, UserJson.write(user())),
        equalTo(decoder.decode(key, UserAvro.write(user(), Fixtures.SCHEMA_ID))));
  }

  @Test
  public void withoutARegistryAvroHasAnUnknownSchema() throws Exception {
    UserRecordDecoder decoder = new UserRecordDecoder(SchemaLookup.NONE);
    RejectedUserException e =
        assertThrows(
            RejectedUserException.class,
            () -> decoder.decode(Fixtures.utf8(ID), UserAvro.write(user(), 3)));
    assertThat(e.reason(), is(RejectReason.UNKNOWN_SCHEMA));
  }

  @Test
  public void theArraysAreNotModified() throws Exception {
    byte[] key = Fixtures.utf8(ID);
    byte[] value = UserAvro.write(user(), Fixtures.SCHEMA_ID);
    byte[] keyBefore = key.clone();
    byte[] valueBefore = value.clone();
    Fixtures.decoder().decode(key, value);

    assertThat(key, equalTo(keyBefore));
    assertThat(value, equalTo(valueBefore));
  }

  @Test
  public void everyReasonIsReachableInBothFormats() throws Exception {
    Map<RejectReason, User> users = new HashMap<>();
    users.put(RejectReason.KEY_MISMATCH, user().toBuilder().setId(OTHER_ID).build());
    users.put(RejectReason.MISSING_FIELD, user().toBuilder().setUsername(" ").build());
    users.put(RejectReason.INVALID_VALUE, user().toBuilder().setEmail("nobody").build());
    users.put(RejectReason.TOO_LONG, user().toBuilder().setLastName("x".repeat(101)).build());
    users.put(
        RejectReason.IMPLAUSIBLE_DATE,
        user().toBuilder()
            .setDateOfBirth(Fixtures.FETCHED_AT.plus(Duration.standardDays(1)))
            .build());
    EnumSet<RejectReason> reached = EnumSet.noneOf(RejectReason.class);
    for (Map.Entry<RejectReason, User> entry : users.entrySet()) {
      RejectReason json = reasonFor(Fixtures.utf8(ID), UserJson.write(entry.getValue()));
      RejectReason avro =
          reasonFor(Fixtures.utf8(ID), UserAvro.write(entry.getValue(), Fixtures.SCHEMA_ID));
      assertThat(json, is(entry.getKey()));
      assertThat(avro, is(entry.getKey()));
      reached.add(json);
    }
    reached.add(reasonFor(Fixtures.utf8("x"), null));
    reached.add(reasonFor(Fixtures.utf8(ID), new byte[0]));
    reached.add(reasonFor(Fixtures.utf8(ID), UserAvro.write(user(), 3)));

    // Records that are too large never reach the decoder.
    assertThat(reached, equalTo(EnumSet.complementOf(EnumSet.of(RejectReason.TOO_LARGE))));
  }

  @Test
  public void reasonsHaveTheCodesOfTheContract() {
    assertThat(
        Arrays.stream(RejectReason.values()).map(RejectReason::code).toList(),
        equalTo(
            Arrays.asList(
                "invalid-key",
                "key-mismatch",
                "malformed",
                "unknown-schema",
                "missing-field",
                "invalid-value",
                "too-long",
                "too-large",
                "implausible-date")));
  }

  private static User user() throws MalformedPageException {
    return Fixtures.page("versions/1.3.json").users().get(0);
  }

  private static RejectReason reasonFor(byte[] key, byte[] value) {
    return assertThrows(RejectedUserException.class, () -> Fixtures.decoder().decode(key, value))
        .reason();
  }
}
