package io.userstream.io.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Parses a moment of the past. */
public final class Moment {
  private Moment() {}

  /**
   * Parses a time such as 2026-11-28T10:00:00Z, or a duration before now such as 2h.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Instant parse(String text, Instant now) {
    try {
      return now.minus(TimeSpan.parse(text));
    } catch (IllegalArgumentException e) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException notATime) {
        throw new IllegalArgumentException(
            "must be a time such as 2026-11-28T10:00:00Z, or a duration such as 90s, 5m or 2h"
                + " before now",
            notATime);
      }
    }
  }
}
