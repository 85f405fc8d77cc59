package io.userstream.tests.simulate;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Removes events from a failing schedule that it does not need in order to fail ("delta
 * debugging").
 */
final class Shortener {
  private static final int KIND_LENGTH = 25;

  private Shortener() {}

  /** Returns a schedule that fails in the same way and needs each of its events. */
  static Schedule shorten(Schedule failing) {
    String kind = kind(failing);
    Schedule shortest = failing;
    int chunk = Math.max(1, failing.events().size() / 2);
    while (true) {
      Schedule shorter = withoutAChunk(shortest, chunk, kind);
      if (shorter != null) {
        shortest = shorter;
      } else if (chunk > 1) {
        chunk /= 2;
      } else {
        return shortest;
      }
    }
  }

  /**
   * Returns the kind of a broken invariant without its offsets, or an empty text if none is broken.
   */
  private static String kind(Schedule schedule) {
    String violation = Outcome.of(schedule, false).violation().orElse("");
    String withoutNumbers = violation.replaceAll("[0-9]+", "");
    return withoutNumbers.substring(0, Math.min(KIND_LENGTH, withoutNumbers.length()));
  }

  @Nullable
  private static Schedule withoutAChunk(Schedule schedule, int chunk, String kind) {
    for (int from = 0; from < schedule.events().size(); from += chunk) {
      List<PlannedEvent> events = new ArrayList<>(schedule.events());
      events.subList(from, Math.min(events.size(), from + chunk)).clear();
      Schedule shorter = schedule.with(ImmutableList.copyOf(events));
      if (kind(shorter).equals(kind)) {
        return shorter;
      }
    }
    return null;
  }
}
