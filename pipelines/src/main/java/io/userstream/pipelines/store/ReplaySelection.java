package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.kafka.SelectedOffsets;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.TimeWindow;
import java.time.Instant;
import javax.annotation.Nullable;

/**
 * The records that an operator selects for a replay, before a server is asked. Immutable.
 *
 * @param from when the first record was appended; null for the begin of the topic
 * @param to when the first record after them was appended; null for the end of the topic
 * @param offsets the offsets by partition, instead of a time; empty if a time is given
 */
record ReplaySelection(
    @Nullable Instant from, @Nullable Instant to, ImmutableMap<Integer, SelectedOffsets> offsets) {
  /**
   * Reads the options.
   *
   * @param now the time before which durations count
   * @param reader receives problems with them
   */
  static ReplaySelection read(ReplayOptions options, Instant now, OptionReader reader) {
    TimeWindow window = TimeWindow.read(options.getFrom(), options.getTo(), now, reader);
    if (options.getOffsets() != null && (options.getFrom() != null || options.getTo() != null)) {
      reader.reject("offsets", options.getOffsets(), "cannot be combined with --from or --to");
    }
    return new ReplaySelection(
        window.from(),
        window.to(),
        reader
            .<ImmutableMap<Integer, SelectedOffsets>>parse(
                "offsets", options.getOffsets(), SelectedOffsets::parse)
            .orElse(ImmutableMap.of()));
  }
}
