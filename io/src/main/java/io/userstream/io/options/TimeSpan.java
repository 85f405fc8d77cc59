package io.userstream.io.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans as options write them: a whole number and its unit, ms, s, m or h. */
public final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private TimeSpan() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 5m} or {@code 1h}.
   *
   * @throws IllegalArgumentException saying what a time span looks like
   */
  public static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("is not a duration, as in 500ms, 90s, 5m or 1h");
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
