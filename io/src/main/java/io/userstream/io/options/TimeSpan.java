package io.userstream.io.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format of durations in options: a whole number with the unit ms, s, m or h. */
public final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private TimeSpan() {}

  /**
   * Parses a duration such as {@code 500ms}, {@code 90s}, {@code 5m} or {@code 1h}.
   *
   * @throws IllegalArgumentException with the expected format
   */
  public static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("must be a duration such as 500ms, 90s, 5m or 1h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
