package io.userstream.pipelines.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as options write them: a whole number and its unit, ms, s, m or h. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 90s}, {@code 5m} or {@code 1h}.
   *
   * @throws IllegalArgumentException saying what a duration looks like
   */
  public static Duration parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("is not a duration, as in 500ms, 90s, 5m or 1h");
    }
    long count = Long.parseLong(parts.group(1));
    switch (parts.group(2)) {
      case "ms":
        return Duration.ofMillis(count);
      case "s":
        return Duration.ofSeconds(count);
      case "m":
        return Duration.ofMinutes(count);
      default:
        return Duration.ofHours(count);
    }
  }
}
