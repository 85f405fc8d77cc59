package io.userstream.io.options;

import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The times that {@code --from} and {@code --to} select. Immutable.
 *
 * @param from the first time; null for any
 * @param to the time after the last one; null for any
 */
public record TimeWindow(@Nullable Instant from, @Nullable Instant to) {
  /**
   * Reads the values of the two options.
   *
   * @param now the time before which durations count
   * @param reader receives problems with them
   */
  public static TimeWindow read(
      @Nullable String fromText, @Nullable String toText, Instant now, OptionReader reader) {
    Optional<Instant> from = reader.parse("from", fromText, text -> PointInTime.parse(text, now));
    Optional<Instant> to = reader.parse("to", toText, text -> PointInTime.parse(text, now));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      reader.reject("to", toText, "must be later than --from=" + fromText);
    }
    return new TimeWindow(from.orElse(null), to.orElse(null));
  }
}
