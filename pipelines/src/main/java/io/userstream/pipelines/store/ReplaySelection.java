package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.TimeSpan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * The records that an operator selects for a replay, before a server is asked. Immutable.
 *
 * @param from when the first record was appended; null for the begin of the topic
 * @param to when the first record after them was appended; null for the end of the topic
 * @param offsets the offsets by partition, instead of a time; empty if a time is given
 */
record ReplaySelection(
    @Nullable Instant from, @Nullable Instant to, ImmutableMap<Integer, Offsets> offsets) {
  private static final Pattern OFFSETS =
      Pattern.compile("([0-9]{1,9}):([0-9]{1,18})-([0-9]{1,18})?");

  /**
   * The offsets of a partition.
   *
   * @param end the offset after the last one; null for the end of the partition
   */
  record Offsets(long first, @Nullable Long end) {}

  /**
   * Reads the options.
   *
   * @param now the time before which durations count
   * @param reader receives problems with them
   */
  static ReplaySelection read(ReplayOptions options, Instant now, OptionReader reader) {
    Optional<Instant> from = reader.parse("from", options.getFrom(), text -> time(text, now));
    Optional<Instant> to = reader.parse("to", options.getTo(), text -> time(text, now));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      reader.reject("to", options.getTo(), "must be later than --from=" + options.getFrom());
    }
    if (options.getOffsets() != null && (options.getFrom() != null || options.getTo() != null)) {
      reader.reject("offsets", options.getOffsets(), "cannot be combined with --from or --to");
    }
    return new ReplaySelection(
        from.orElse(null),
        to.orElse(null),
        reader
            .parse("offsets", options.getOffsets(), ReplaySelection::offsets)
            .orElse(ImmutableMap.of()));
  }

  private static Instant time(String text, Instant now) {
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

  private static ImmutableMap<Integer, Offsets> offsets(String text) {
    Map<Integer, Offsets> found = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher offsets = OFFSETS.matcher(part);
      if (!offsets.matches()) {
        throw new IllegalArgumentException(
            "must be partition:first-end for each partition, such as 0:100-200,3:50-");
      }
      long first = Long.parseLong(offsets.group(2));
      Long end = offsets.group(3) == null ? null : Long.valueOf(offsets.group(3));
      if (end != null && end <= first) {
        throw new IllegalArgumentException("must end after it begins: " + part);
      }
      if (found.put(Integer.valueOf(offsets.group(1)), new Offsets(first, end)) != null) {
        throw new IllegalArgumentException("names partition " + offsets.group(1) + " twice");
      }
    }
    return ImmutableMap.copyOf(found);
  }
}
