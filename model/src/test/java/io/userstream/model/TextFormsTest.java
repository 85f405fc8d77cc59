package io.userstream.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.Random;
import org.joda.time.Instant;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;
import org.junit.Test;

/** Tests the parsers for offsets and instants. */
public class TextFormsTest {

  @Test
  public void offsetsMayBePaddedOrNot() {
    assertThat(UtcOffset.canonical("+9:30"), equalTo("+09:30"));
    assertThat(UtcOffset.canonical("0:00"), equalTo("+00:00"));
    assertThat(UtcOffset.canonical("-0:00"), equalTo("+00:00"));
    assertThat(UtcOffset.canonical("-00:00"), equalTo("+00:00"));
    assertThat(UtcOffset.canonical("-3:30"), equalTo("-03:30"));
    assertThat(UtcOffset.canonical("+14:00"), equalTo("+14:00"));
    assertThat(UtcOffset.canonical("-18:00"), equalTo("-18:00"));
  }

  @Test
  public void invalidOffsetsAreNull() {
    for (String text :
        new String[] {
          "", "+", "9", "+9:3", "+9:60", "+18:01", "+19:00", "Z", "+٠٩:30", "+09:30 "
        }) {
      assertThat(text, UtcOffset.canonical(text), nullValue());
    }
  }

  @Test
  public void instantsAreParsedLikeInJavaTime() {
    Random random = new Random(20261121);
    for (int i = 0; i < 10_000; i++) {
      long millis = (long) (random.nextDouble() * 253_402_300_800_000L) - 62_135_596_800_000L / 2;
      String text = IsoInstant.format(Instant.ofEpochMilli(millis));
      assertThat(java.time.Instant.parse(text).toEpochMilli(), equalTo(millis));
      assertThat(text, IsoInstant.parse(text), equalTo(Instant.ofEpochMilli(millis)));
    }
  }

  @Test
  public void instantsAreFormattedLikeInJoda() {
    DateTimeFormatter joda = ISODateTimeFormat.dateTime().withZoneUTC();
    Random random = new Random(20261130);
    for (int i = 0; i < 10_000; i++) {
      // From the years around 0 and 9999, and from all that a long can hold.
      long millis =
          switch (i % 3) {
            case 0 -> random.nextLong() >> random.nextInt(24);
            case 1 -> -62_167_219_200_000L + random.nextInt();
            default -> 253_402_300_800_000L + random.nextInt();
          };
      assertThat(
          IsoInstant.format(Instant.ofEpochMilli(millis)),
          equalTo(joda.print(Instant.ofEpochMilli(millis))));
    }
  }

  @Test
  public void instantsMayHaveOffsetsOrOtherFractions() {
    Instant expected = Instant.parse("2020-02-29T10:20:30Z");
    assertThat(IsoInstant.parse("2020-02-29T10:20:30Z"), equalTo(expected));
    assertThat(IsoInstant.parse("2020-02-29T12:20:30+02:00"), equalTo(expected));
    assertThat(IsoInstant.parse("2020-02-29T10:20:30.000999Z"), equalTo(expected));
  }

  @Test
  public void invalidInstantsAreNull() {
    for (String text :
        new String[] {
          "",
          "2020-02-30T10:20:30.000Z",
          "2021-02-29T10:20:30.000Z",
          "2020-13-01T10:20:30.000Z",
          "2020-01-01T24:20:30.000Z",
          "2020-01-01T10:60:30.000Z",
          "2020-01-01T10:20:60.000Z",
          "2020-01-01",
          "2020-01-01 10:20:30",
          "1392563875",
          "2020-01-01T10:20:30",
          "+999999999-01-01T00:00:00Z",
          "2020-01-0\u0661T10:20:30.000Z"
        }) {
      assertThat(text, IsoInstant.parse(text), nullValue());
    }
  }
}
