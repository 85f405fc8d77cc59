package io.userstream.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import javax.annotation.Nullable;
import org.joda.time.Instant;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;

/** Instants as ISO-8601 text with millisecond precision. */
final class IsoInstant {
  private static final DateTimeFormatter FORMAT = ISODateTimeFormat.dateTime().withZoneUTC();
  private static final byte[] PATTERN = "0000-00-00T00:00:00.000Z".getBytes(ISO_8859_1);
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private IsoInstant() {}

  /** Formats an instant like {@code 1989-11-17T21:56:57.779Z}. */
  static String format(Instant instant) {
    long millis = instant.getMillis();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_PER_DAY));
    if (date.getYear() < 0 || date.getYear() > 9999) {
      return FORMAT.print(instant);
    }
    // Nearly every instant has four digits for the year. Joda takes five times as long.
    int ofDay = Math.floorMod(millis, (int) MILLIS_PER_DAY);
    byte[] text = PATTERN.clone();
    write(date.getYear(), text, 0, 4);
    write(date.getMonthValue(), text, 5, 7);
    write(date.getDayOfMonth(), text, 8, 10);
    write(ofDay / 3_600_000, text, 11, 13);
    write(ofDay / 60_000 % 60, text, 14, 16);
    write(ofDay / 1_000 % 60, text, 17, 19);
    write(ofDay % 1_000, text, 20, 23);
    return new String(text, ISO_8859_1);
  }

  private static void write(int value, byte[] text, int from, int to) {
    int rest = value;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Parses an ISO-8601 instant with {@code Z} or an offset, truncated to milliseconds. Returns null
   * if the text is not an instant.
   */
  @Nullable
  static Instant parse(String text) {
    try {
      // Nearly every instant has the plain format, for which java.time takes ten times as long.
      return isPlain(text)
          ? Instant.ofEpochMilli(plainMillis(text))
          : Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** Returns whether the format is {@code 9999-99-99T99:99:99.999Z}, where 9 is any digit. */
  private static boolean isPlain(String text) {
    if (text.length() != 24) {
      return false;
    }
    for (int i = 0; i < 24; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case 19 -> c == '.';
            case 23 -> c == 'Z';
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static long plainMillis(String text) {
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException("not a time of day");
    }
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
    return day * MILLIS_PER_DAY
        + ((hour * 60L + minute) * 60 + second) * 1000
        + digits(text, 20, 23);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }
}
