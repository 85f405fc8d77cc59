package io.userstream.pipelines.deadletters;

import io.userstream.io.deadletters.DeadLetterEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The number of dead letters by reason and interval. Immutable.
 *
 * @param starts the begins of the intervals, the oldest first. The last one has no end
 * @param byReason a count for each interval, by reason
 * @param notRedriven how many of all intervals were not redriven, by reason
 */
record ReasonCounts(
    List<Instant> starts,
    SortedMap<String, List<Integer>> byReason,
    SortedMap<String, Integer> notRedriven) {
  /** Counts dead letters, except those before the first interval. */
  static ReasonCounts of(Collection<DeadLetterEntry> letters, Span span, Instant now) {
    List<Instant> starts = span.starts(now);
    Map<String, int[]> counts = new TreeMap<>();
    SortedMap<String, Integer> notRedriven = new TreeMap<>();
    for (DeadLetterEntry letter : letters) {
      int interval = interval(Instant.ofEpochMilli(letter.writtenMs()), starts);
      if (interval >= 0) {
        counts.computeIfAbsent(letter.reason(), reason -> new int[starts.size()])[interval]++;
        notRedriven.merge(letter.reason(), letter.isRedriven() ? 0 : 1, Integer::sum);
      }
    }
    SortedMap<String, List<Integer>> byReason = new TreeMap<>();
    counts.forEach((reason, each) -> byReason.put(reason, Arrays.stream(each).boxed().toList()));
    return new ReasonCounts(starts, byReason, notRedriven);
  }

  /** Returns the number of the interval, or -1 before the first. */
  private static int interval(Instant written, List<Instant> starts) {
    int interval = starts.size() - 1;
    while (interval >= 0 && written.isBefore(starts.get(interval))) {
      interval--;
    }
    return interval;
  }

  /** Returns the selection of an interval. */
  Selection during(Selection selection, int interval) {
    return selection.during(
        starts.get(interval), interval + 1 < starts.size() ? starts.get(interval + 1) : null);
  }

  /** Returns the counts of all reasons by interval. */
  List<Integer> totals() {
    return IntStream.range(0, starts.size())
        .map(i -> byReason.values().stream().mapToInt(counts -> counts.get(i)).sum())
        .boxed()
        .toList();
  }

  /** Returns the largest count of one reason in one interval. */
  int most() {
    return byReason.values().stream().flatMap(List::stream).mapToInt(n -> n).max().orElse(0);
  }

  static int sum(Collection<Integer> counts) {
    return counts.stream().mapToInt(n -> n).sum();
  }
}
