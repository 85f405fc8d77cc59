package io.userstream.model;

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
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private IsoInstant() {}

  /** Formats an instant like {@code 1989-11-17T21:56:57.779Z}. */
  static String format(Instant instant) {
    return FORMAT.print(instant);
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
