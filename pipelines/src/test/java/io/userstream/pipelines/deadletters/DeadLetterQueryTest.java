package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.userstream.io.kafka.SelectedOffsets;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class DeadLetterQueryTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.5Z");

  @Test
  public void anAddressWithoutAQuerySelectsAll() {
    assertThat(DeadLetterQuery.parse(null, NOW).selection(), is(Selection.ALL));
    assertThat(DeadLetterQuery.parse(null, NOW).span(), is(Span.DAY));
  }

  @Test
  public void emptyFieldsOfTheFormSelectAll() {
    DeadLetterQuery query = DeadLetterQuery.parse("from=&to=+&offsets=&key=&span=week", NOW);

    assertThat(query.problems(), is(empty()));
    assertThat(query.selection(), is(Selection.ALL));
    assertThat(query.span(), is(Span.WEEK));
  }

  @Test
  public void reasonsMayBeRepeatedOrAList() {
    String query = "reason=malformed&reason=too-long%2cinvalid-key";

    assertThat(
        DeadLetterQuery.parse(query, NOW).selection().reasons(),
        contains("invalid-key", "malformed", "too-long"));
  }

  @Test
  public void durationsBecomeTimesInWholeSeconds() {
    assertThat(
        DeadLetterQuery.parse("from=2h&to=2026-11-28T12:30:00%2B01:00", NOW).selection(),
        is(
            Selection.ALL.during(
                Instant.parse("2026-11-28T10:00:00Z"), Instant.parse("2026-11-28T11:30:00Z"))));
  }

  @Test
  public void theAddressOfASelectionIsReadAgain() {
    Selection selection =
        new Selection(
            ImmutableSortedSet.of("malformed", "too-long"),
            Instant.parse("2026-11-28T10:00:00Z"),
            Instant.parse("2026-11-28T11:00:00.123Z"),
            ImmutableSortedMap.of(0, new SelectedOffsets(1, 2L), 3, new SelectedOffsets(50, null)),
            ImmutableSortedSet.of(Entries.ID));
    DeadLetterQuery query = new DeadLetterQuery(selection, Span.HOUR, List.of());

    String address = QueryString.address("page", query.parameters(selection));

    assertThat(DeadLetterQuery.parse(address.replaceFirst("page\\?", ""), NOW), is(query));
  }

  @Test
  public void problemsAreReportedTogetherWithoutTheValues() {
    DeadLetterQuery query =
        DeadLetterQuery.parse(
            "from=ada1&to=ada2&offsets=ada3&key=ada@example.org&reason=Ada&span=ada&ada=1", NOW);

    assertThat(
        query.problems(),
        contains(
            is("unknown parameter: use reason, from, to, offsets, key or span"),
            containsString("from: must be a time such as 2026-11-28T10:00:00Z"),
            containsString("to: must be a time"),
            is("reason: must be a code such as malformed"),
            containsString("offsets: must be partition:first-end"),
            is("key: must be a uuid. Give other keys to redrive only"),
            is("span: must be one of hour, day, week")));
    assertThat(query.problems(), everyItem(not(containsString("ada"))));
    assertThat("nothing else is selected by mistake", query.selection(), is(Selection.ALL));
  }

  @Test
  public void theEndComesLater() {
    assertThat(
        DeadLetterQuery.parse("from=1h&to=2h", NOW).problems(),
        contains("to: must be later than from"));
  }

  @Test
  public void brokenAddressesAreAProblem() {
    assertThat(
        DeadLetterQuery.parse("reason=%2", NOW).problems(),
        contains("the address is not encoded correctly"));
    assertThat(
        DeadLetterQuery.parse("from=1h&from=2h", NOW).problems(),
        contains("from: must be given once"));
    assertThat(
        DeadLetterQuery.parse("reason=" + "a".repeat(5_000), NOW).problems(),
        contains("the address is too long"));
  }
}
