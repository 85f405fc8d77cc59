package io.userstream.io.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The format of times in options: a time with its offset from UTC, or a duration before now. */
public final class PointInTime {
  private PointInTime() {}

  /**
   * Parses a time such as {@code 2026-11-28T10:00:00Z}, or a duration such as {@code 2h}.
   *
   * @param now the time before which durations count
   * @throws IllegalArgumentException with the expected format
   */
  public static Instant parse(String text, Instant now) {
    try {
      return now.minus(TimeSpan.parse(text));
    } catch (IllegalArgumentException notADuration) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "must be a time such as 2026-11-28T10:00:00Z, or a duration such as 90s, 5m or 2h"
                + " before now",
            e);
      }
    }
  }
}
