package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.io.deadletters.DeadLetterEntry;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class ReasonCountsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:03:00Z");

  @Test
  public void theLastIntervalContainsNow() {
    List<Instant> starts = Span.HOUR.starts(NOW);

    assertThat(starts, hasSize(12));
    assertThat(starts.get(0), is(Instant.parse("2026-11-28T11:05:00Z")));
    assertThat(starts.get(11), is(Instant.parse("2026-11-28T12:00:00Z")));
    assertThat(Span.DAY.starts(NOW).get(11), is(Instant.parse("2026-11-28T12:00:00Z")));
    assertThat(Span.WEEK.starts(NOW).get(6), is(Instant.parse("2026-11-28T00:00:00Z")));
  }

  @Test
  public void deadLettersAreCountedByReasonAndInterval() {
    ReasonCounts counts =
        of(
            Entries.written("2026-11-28T11:04:59.999Z", "malformed"), // before the first interval
            Entries.written("2026-11-28T11:05:00Z", "malformed"),
            Entries.written("2026-11-28T11:59:59.999Z", "malformed"),
            Entries.written("2026-11-28T12:00:00Z", "malformed"),
            Entries.written("2026-11-28T12:01:00Z", "too-long"),
            Entries.written("2026-11-28T12:09:00Z", "malformed")); // a clock that is ahead

    assertThat(counts.byReason().keySet(), contains("malformed", "too-long"));
    assertThat(counts.byReason().get("malformed"), contains(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2));
    assertThat(counts.byReason().get("too-long"), contains(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    assertThat(counts.totals(), contains(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3));
    assertThat(counts.most(), is(2));
  }

  @Test
  public void anIntervalSelectsWhatItCounts() {
    ReasonCounts counts = of();

    assertThat(
        counts.during(Selection.ALL, 0),
        is(
            Selection.ALL.during(
                Instant.parse("2026-11-28T11:05:00Z"), Instant.parse("2026-11-28T11:10:00Z"))));
    assertThat(
        counts.during(Selection.ALL, 11),
        is(Selection.ALL.during(Instant.parse("2026-11-28T12:00:00Z"), null)));
  }

  private static ReasonCounts of(DeadLetterEntry... letters) {
    return ReasonCounts.of(List.of(letters), Span.HOUR, NOW);
  }
}
