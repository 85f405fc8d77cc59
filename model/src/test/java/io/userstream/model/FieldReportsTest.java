package io.userstream.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertThrows;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** Records and pages from public bug reports. See docs/field-faults.md. */
public class FieldReportsTest {
  private static final String ID = "2d5afd5e-a598-469f-9933-4edba18bcefb";

  /**
   * Jackson guesses UTF-16 and UTF-32 from the first bytes, and its decoder for UTF-32 throws an
   * exception that is not a parse error.
   */
  @Test
  public void bytesThatLookLikeOtherEncodingsAreMalformed() {
    for (byte[] value :
        List.of(
            new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, 0x3f, 0x71, (byte) 0xe1, 0x67},
            new byte[] {'{', 0, 0, 0, 0x3f, 0x71, (byte) 0xe1, 0x67},
            new byte[] {'{', 0, 0, 0, 1, 2},
            new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{', 0, '}'},
            "{\"id\":\"x\"}".getBytes(Charset.forName("UTF-16LE")),
            "{\"id\":\"x\"}".getBytes(Charset.forName("UTF-32LE")))) {
      assertThat(reasonFor(value), is(RejectReason.MALFORMED));
    }
  }

  /** The three bytes of an encoded surrogate are not valid UTF-8. */
  @Test
  public void encodedSurrogatesAreMalformed() {
    byte[] value = ("{\"id\":\"" + ID + "\",\"first_name\":\"a??? b\"}").getBytes(UTF_8);
    int at = new String(value, UTF_8).indexOf("???");
    value[at] = (byte) 0xed;
    value[at + 1] = (byte) 0xa0;
    value[at + 2] = (byte) 0x80;
    assertThat(reasonFor(value), is(RejectReason.MALFORMED));
  }

  /** Converting such numbers to integers takes minutes in some libraries. */
  @Test
  public void numbersWithHugeExponentsAreRejectedAtOnce() {
    long start = System.nanoTime();
    for (WireField field : WireField.all()) {
      for (String number :
          List.of("1e999999999", "-1E+999999999", "1e-999999999", "9".repeat(900))) {
        String value =
            String.format(Locale.ROOT, "{\"id\":\"%s\",\"%s\":%s}", ID, field.wireName(), number);
        assertThrows(
            field + " " + number,
            RejectedUserException.class,
            () -> Fixtures.decoder().decode(Fixtures.utf8(ID), value.getBytes(UTF_8)));
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start), is(lessThan(Duration.ofMinutes(1))));
  }

  /** Shorter than the magic byte and the schema id. */
  @Test
  public void valuesThatEndWithinTheSchemaIdAreMalformed() {
    for (int length = 1; length < 5; length++) {
      assertThat(reasonFor(new byte[length]), is(RejectReason.MALFORMED));
    }
    assertThat(reasonFor(new byte[0]), is(RejectReason.MALFORMED));
  }

  private static RejectReason reasonFor(byte[] value) {
    return assertThrows(
            RejectedUserException.class, () -> Fixtures.decoder().decode(Fixtures.utf8(ID), value))
        .reason();
  }
}
