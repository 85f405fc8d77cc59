package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import org.joda.time.Instant;
import org.junit.Test;

public class UserRulesTest {
  private static final String INVALID = "invalid-value: ";

  @Test
  public void textIsTrimmedAndComposed() throws Exception {
    User user = with(WireField.FIRST_NAME, "\u00a0 Zoe\u0308\t");

    assertThat(user.firstName(), equalTo("Zo\u00eb"));
    assertThat(with(WireField.CITY, " \n").address().city(), nullValue());
  }

  @Test
  public void genderIsLowerCasedAndTheEmailIsNot() throws Exception {
    assertThat(with(WireField.GENDER, "FEMALE").gender(), equalTo("female"));
    assertThat(
        with(WireField.EMAIL, "Hansd..Heinzmann@Ex.com").email(),
        equalTo("Hansd..Heinzmann@Ex.com"));
  }

  @Test
  public void offsetsArePadded() throws Exception {
    assertThat(
        with(WireField.TIMEZONE_OFFSET, "9:30").address().timezoneOffset(), equalTo("+09:30"));
    assertRejected(
        WireField.TIMEZONE_OFFSET, "UTC", INVALID + "timezoneOffset is not an offset from UTC");
  }

  @Test
  public void requiredValuesMustBePresent() throws Exception {
    for (WireField field : WireField.all()) {
      if (field.isRequired()) {
        assertRejected(field, null, "missing-field: " + field.wireName() + " is missing");
      } else {
        assertThat(field.of(with(field, null)), nullValue());
      }
    }
  }

  @Test
  public void textLimitsCountCodePoints() throws Exception {
    for (WireField field : WireField.all()) {
      if (field.kind() == WireField.Kind.TEXT
          && field != WireField.ID
          && field != WireField.TIMEZONE_OFFSET
          && field != WireField.NATIONALITY) {
        String prefix =
            field == WireField.EMAIL ? "a@" : field == WireField.PICTURE ? "http://" : "";
        String longest = prefix + "\ud83d\ude00".repeat(field.maxLength() - prefix.length());
        assertThat(field.of(with(field, longest)), equalTo(longest));
        assertRejected(
            field,
            longest + "x",
            "too-long: "
                + field.wireName()
                + " is longer than "
                + field.maxLength()
                + " characters");
      }
    }
  }

  @Test
  public void textMustNotHaveControlCharactersOrUnpairedSurrogates() {
    assertRejected(WireField.CITY, "a\u0000b", INVALID + "city has a control character");
    assertRejected(WireField.CITY, "a\u001b[2Jb", INVALID + "city has a control character");
    assertRejected(WireField.SEED, "a\ud800b", INVALID + "seed is not Unicode text");
    assertRejected(WireField.SEED, "a\udc00", INVALID + "seed is not Unicode text");
  }

  @Test
  public void birthsAreBetween1900AndNow() throws Exception {
    String problem = "implausible-date: dateOfBirth is before 1900 or in the future";
    with(WireField.DATE_OF_BIRTH, Instant.parse("1900-01-01T00:00:00Z"));
    assertRejected(WireField.DATE_OF_BIRTH, Instant.parse("1899-12-31T23:59:59.999Z"), problem);
    assertRejected(WireField.DATE_OF_BIRTH, Instant.parse("2026-11-21T10:05:00.001Z"), problem);
    assertRejected(WireField.DATE_OF_BIRTH, Instant.ofEpochMilli(Long.MIN_VALUE), problem);
    assertRejected(WireField.DATE_OF_BIRTH, Instant.ofEpochMilli(Long.MAX_VALUE), problem);
  }

  @Test
  public void registrationsAreBetween2000AndTomorrow() throws Exception {
    String problem = "implausible-date: registeredAt is before 2000 or in the future";
    with(WireField.REGISTERED_AT, Instant.parse("2000-01-01T00:00:00Z"));
    with(WireField.REGISTERED_AT, Instant.parse("2026-11-22T10:05:00Z"));
    assertRejected(WireField.REGISTERED_AT, Instant.parse("1999-12-31T23:59:59.999Z"), problem);
    assertRejected(WireField.REGISTERED_AT, Instant.parse("2026-11-22T10:05:00.001Z"), problem);
  }

  @Test
  public void registrationIsNotBeforeBirth() {
    assertRejected(
        WireField.DATE_OF_BIRTH,
        Instant.parse("2020-01-01T00:00:00Z"),
        "implausible-date: registeredAt is before dateOfBirth");
  }

  @Test
  public void coordinatesAreWithinRange() throws Exception {
    with(WireField.LATITUDE, -90.0);
    with(WireField.LONGITUDE, 180.0);
    for (double latitude : new double[] {90.0001, -91, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertRejected(WireField.LATITUDE, latitude, INVALID + "latitude is not between -90 and 90");
    }
    assertRejected(WireField.LONGITUDE, 180.5, INVALID + "longitude is not between -180 and 180");
  }

  @Test
  public void valuesMustHaveTheRightFormat() throws Exception {
    assertRejected(WireField.ID, "7", INVALID + "id is not a uuid");
    for (String email : new String[] {"nobody", "@b", "a@", "a b@c"}) {
      assertRejected(WireField.EMAIL, email, INVALID + "email is not an email address");
    }
    with(WireField.NATIONALITY, "LEGO");
    for (String nationality : new String[] {"X", "U1", "\u0130R"}) {
      assertRejected(
          WireField.NATIONALITY, nationality, INVALID + "nationality is not 2 to 8 letters");
    }
    with(WireField.PICTURE, "HTTP://example.com/a.jpg");
    for (String picture : new String[] {"ftp://a/b", "https://", "javascript:x", "https://a b"}) {
      assertRejected(WireField.PICTURE, picture, INVALID + "picture is not an http or https URL");
    }
    assertRejected(WireField.PAGE, 0, INVALID + "page is less than 1");
    assertRejected(WireField.INDEX, -1, INVALID + "index is less than 0");
    assertRejected(
        WireField.FETCHED_AT,
        Instant.ofEpochMilli(Long.MAX_VALUE),
        INVALID + "fetchedAt is not between the years 2000 and 9999");
  }

  @Test
  public void genderThatBecomesTooLongIsRejected() {
    String twoEach = "\u0130"; // Becomes two characters in lower case.
    assertRejected(
        WireField.GENDER, twoEach.repeat(32), "too-long: gender is longer than 32 characters");
  }

  private static User with(WireField field, Object value) throws Exception {
    WireUser user = new WireUser();
    User good = Fixtures.user();
    for (WireField other : WireField.all()) {
      user.set(other, other.of(good));
    }
    user.set(field, value);
    return new UserRules(Fixtures.CLOCK).accept(user);
  }

  private static void assertRejected(WireField field, Object value, String expected) {
    RejectedUserException e = assertThrows(RejectedUserException.class, () -> with(field, value));
    assertThat(e.reason().code() + ": " + e.getMessage(), equalTo(expected));
  }
}
