package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import org.joda.time.Instant;
import org.junit.Test;

public class UserJsonTest {
  private static final String ID = "2d5afd5e-a598-469f-9933-4edba18bcefb";

  private static final String LEAST =
      "{\"id\":\""
          + ID
          + "\",\"firstName\":\"Ada\",\"lastName\":\"King\","
          + "\"email\":\"ada@example.com\",\"username\":\"ada\","
          + "\"dateOfBirth\":\"1915-12-10T00:00:00.000Z\","
          + "\"registeredAt\":\"2020-01-02T03:04:05.006Z\"}";

  @Test
  public void theWireFormIsAFlatObject() throws Exception {
    User user = Fixtures.page("versions/1.3.json").users().get(0);

    assertThat(
        new String(UserJson.write(user), StandardCharsets.UTF_8),
        equalTo(
            "{\"id\":\"2d5afd5e-a598-469f-9933-4edba18bcefb\",\"firstName\":\"Britney\","
                + "\"lastName\":\"Sims\",\"gender\":\"female\",\"street\":\"9617 Tara Street\","
                + "\"city\":\"Dublin\",\"state\":\"Westmeath\",\"country\":\"Ireland\","
                + "\"postcode\":\"66909\",\"latitude\":17.2334,\"longitude\":88.9196,"
                + "\"timezoneOffset\":\"+04:30\",\"email\":\"britney.sims@example.com\","
                + "\"username\":\"blueelephant921\",\"dateOfBirth\":\"1989-11-17T21:56:57.779Z\","
                + "\"registeredAt\":\"2014-05-20T20:54:39.692Z\",\"phone\":\"011-578-8963\","
                + "\"cell\":\"081-136-4597\",\"nationality\":\"IE\","
                + "\"picture\":\"https://randomuser.me/api/portraits/women/62.jpg\","
                + "\"seed\":\"foobar\",\"page\":1,\"index\":0,"
                + "\"fetchedAt\":\"2026-11-21T10:00:00.123Z\"}"));
  }

  @Test
  public void usersOfEveryNationalitySurviveARoundTrip() throws Exception {
    UserRecordDecoder decoder = Fixtures.decoder();
    for (User user : Fixtures.usersOfEveryNationality()) {
      UserChange change = decoder.decode(Fixtures.utf8(user.id()), UserJson.write(user));
      assertThat(change, equalTo(UserChange.keep(user)));
    }
  }

  @Test
  public void duplicateFieldsAreMalformed() {
    RejectedUserException rejected =
        assertThrows(
            RejectedUserException.class,
            () -> decode(LEAST.replace("{", "{\"email\":\"eve@example.com\",")));

    assertThat(rejected.reason(), is(RejectReason.MALFORMED));
    assertThat(rejected.getMessage(), is("the value has a duplicate field"));
  }

  @Test
  public void nullValuesAreNotWritten() throws Exception {
    User user = decode(LEAST);

    assertThat(user.gender(), nullValue());
    assertThat(user.address(), equalTo(Address.builder().build()));
    assertThat(user.origin(), equalTo(ApiOrigin.builder().build()));
    assertThat(new String(UserJson.write(user), StandardCharsets.UTF_8), equalTo(LEAST));
  }

  @Test
  public void nullsCountAsMissing() throws Exception {
    assertThat(decode(with("\"city\":null,\"page\":null")), equalTo(decode(LEAST)));
  }

  @Test
  public void unknownFieldsAreSkipped() throws Exception {
    assertThat(
        decode(with("\"loyalty\":{\"id\":7,\"tiers\":[1,[2,{}]]},\"vip\":true,\"x\":\"y\"")),
        equalTo(decode(LEAST)));
  }

  @Test
  public void postcodesMayBeNumbers() throws Exception {
    assertThat(decode(with("\"postcode\":66909")).address().postcode(), equalTo("66909"));
    assertRejected(with("\"postcode\":6.5"), RejectReason.INVALID_VALUE, "postcode is not text");
    assertRejected(with("\"postcode\":-5"), RejectReason.INVALID_VALUE, "postcode is not text");
    assertRejected(
        with("\"postcode\":" + "9".repeat(500)),
        RejectReason.TOO_LONG,
        "postcode is longer than 32 characters");
  }

  @Test
  public void instantsMayHaveOffsetsAndNoMilliseconds() throws Exception {
    String text = LEAST.replace("2020-01-02T03:04:05.006Z", "2020-01-02T05:04:05+02:00");

    assertThat(decode(text).registeredAt(), equalTo(Instant.parse("2020-01-02T03:04:05Z")));
  }

  @Test
  public void whiteSpaceAroundTheObjectIsAccepted() throws Exception {
    assertThat(decode(" \n" + LEAST + "\r\n"), equalTo(decode(LEAST)));
  }

  @Test
  public void valuesOfTheWrongTypeAreInvalid() {
    assertRejected(with("\"city\":1"), RejectReason.INVALID_VALUE, "city is not text");
    assertRejected(with("\"city\":{\"a\":[]}"), RejectReason.INVALID_VALUE, "city is not text");
    assertRejected(
        with("\"latitude\":\"1\""), RejectReason.INVALID_VALUE, "latitude is not a number");
    assertRejected(with("\"page\":1.0"), RejectReason.INVALID_VALUE, "page is not a whole number");
    assertRejected(
        with("\"index\":2147483648"), RejectReason.INVALID_VALUE, "index is not a whole number");
    assertRejected(
        with("\"fetchedAt\":1700000000000"),
        RejectReason.INVALID_VALUE,
        "fetchedAt is not an ISO-8601 instant");
  }

  @Test
  public void valuesThatAreNotOneObjectAreMalformed() {
    for (String text :
        new String[] {
          "",
          " ",
          "null",
          "7",
          "\"text\"",
          "[" + LEAST + "]",
          LEAST + LEAST,
          LEAST + "x",
          LEAST.substring(1),
          LEAST.substring(0, LEAST.length() - 1),
          "hello",
          "\ufeff" + LEAST,
          with("\"city\":\"A\",\"city\":\"A\""),
          with("\"x\":1,\"x\":1"),
          with("\"latitude\":NaN"),
          with("\"city\":'A'"),
          with("\"x\":" + "[".repeat(5000)),
          "{\"id\":7}}"
        }) {
      assertThat(text, rejectionOf(Fixtures.utf8(text)).reason(), is(RejectReason.MALFORMED));
    }
  }

  @Test
  public void invalidUtf8IsMalformed() {
    byte[] overlong = Fixtures.utf8(with("\"city\":\"ab\""));
    int city = with("\"city\":\"ab\"").indexOf("\"ab\"") + 1;
    overlong[city] = (byte) 0xC0;
    overlong[city + 1] = (byte) 0xAF;

    assertThat(rejectionOf(overlong).reason(), is(RejectReason.MALFORMED));
    assertThat(
        rejectionOf(LEAST.getBytes(StandardCharsets.UTF_16LE)).reason(),
        is(RejectReason.MALFORMED));
  }

  @Test
  public void theReplacementCharacterIsAccepted() throws Exception {
    assertThat(decode(with("\"city\":\"a\ufffdb\"")).address().city(), equalTo("a\ufffdb"));
  }

  private static String with(String members) {
    return LEAST.substring(0, LEAST.length() - 1) + "," + members + "}";
  }

  private static User decode(String text) throws RejectedUserException {
    return Fixtures.decoder().decode(Fixtures.utf8(ID), Fixtures.utf8(text)).user();
  }

  private static RejectedUserException rejectionOf(byte[] value) {
    return assertThrows(
        RejectedUserException.class, () -> Fixtures.decoder().decode(Fixtures.utf8(ID), value));
  }

  private static void assertRejected(String text, RejectReason reason, String detail) {
    RejectedUserException e = rejectionOf(Fixtures.utf8(text));
    assertThat(e.reason(), is(reason));
    assertThat(e.getMessage(), equalTo(detail));
  }
}
