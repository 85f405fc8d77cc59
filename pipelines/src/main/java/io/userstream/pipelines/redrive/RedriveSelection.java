package io.userstream.pipelines.redrive;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.Origin;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.io.kafka.SelectedOffsets;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.TimeWindow;
import io.userstream.model.RejectReason;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * The dead letters that an operator selects. One must match every condition. Immutable.
 *
 * @param reasons codes of {@link RejectReason}; empty for all
 * @param from when the first one was written; null for any time
 * @param to before when they were written; null for any time
 * @param offsets of their records; empty for all, and for rows
 * @param keys of their records; empty for all
 */
record RedriveSelection(
    ImmutableSet<String> reasons,
    @Nullable Instant from,
    @Nullable Instant to,
    ImmutableMap<Integer, SelectedOffsets> offsets,
    ImmutableSet<String> keys) {

  /**
   * Reads the options.
   *
   * @param now the time before which durations count
   * @param reader receives problems with them
   */
  static RedriveSelection read(RedriveOptions options, Instant now, OptionReader reader) {
    TimeWindow window = TimeWindow.read(options.getFrom(), options.getTo(), now, reader);
    return new RedriveSelection(
        reasons(options.getReason(), reader),
        window.from(),
        window.to(),
        reader
            .<ImmutableMap<Integer, SelectedOffsets>>parse(
                "offsets", options.getOffsets(), SelectedOffsets::parse)
            .orElse(ImmutableMap.of()),
        options.getKey() == null ? ImmutableSet.of() : ImmutableSet.copyOf(options.getKey()));
  }

  private static ImmutableSet<String> reasons(@Nullable List<String> given, OptionReader reader) {
    if (given == null) {
      return ImmutableSet.of();
    }
    List<String> known = Arrays.stream(RejectReason.values()).map(RejectReason::code).toList();
    given.stream()
        .filter(reason -> !known.contains(reason))
        .forEach(
            reason ->
                reader.reject(
                    "reason",
                    reason,
                    known.stream().collect(Collectors.joining(", ", "must be one of ", ""))));
    return ImmutableSet.copyOf(given);
  }

  /** Returns whether a dead letter is selected, as far as its headers and its time tell. */
  boolean matches(SourceRecord letter, Origin origin) {
    return (reasons.isEmpty()
            || reasons.contains(
                String.valueOf(Origin.text(letter.headers(), DeadLetter.ERROR_REASON))))
        && (from == null || letter.timestampMs() >= from.toEpochMilli())
        && (to == null || letter.timestampMs() < to.toEpochMilli())
        && (offsets.isEmpty() || (origin instanceof RecordOrigin record && isSelected(record)));
  }

  private boolean isSelected(RecordOrigin record) {
    SelectedOffsets selected = offsets.get(record.partition());
    return selected != null && selected.contains(record.offset());
  }

  /**
   * Returns whether a dead letter has a selected key.
   *
   * @param key not encrypted
   */
  boolean matchesKey(@Nullable byte[] key) {
    return keys.isEmpty()
        || (key != null && keys.contains(new String(key, StandardCharsets.UTF_8)));
  }
}
