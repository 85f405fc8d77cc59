package io.userstream.pipelines.deadletters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.deadletters.DeadLetterEntry;
import java.time.Instant;
import org.junit.Test;

public class SelectionTest {
  private static final String TIME = "2026-11-28T10:00:00Z";
  private static final DeadLetterEntry LETTER = Entries.written(TIME, "malformed");

  @Test
  public void everythingIsSelectedByDefault() {
    assertThat(contains(Selection.ALL, LETTER), is(true));
    assertThat(contains(Selection.ALL, Entries.ofRow(TIME, null)), is(true));
  }

  @Test
  public void aReasonSelectsItsDeadLetters() {
    assertThat(contains(Selection.ofReason("malformed"), LETTER), is(true));
    assertThat(contains(Selection.ofReason("too-long"), LETTER), is(false));
  }

  @Test
  public void timesAreTheFirstAndTheOneAfterTheLast() {
    Instant written = Instant.parse(TIME);
    assertThat(contains(Selection.ALL.during(written, null), LETTER), is(true));
    assertThat(contains(Selection.ALL.during(written.plusMillis(1), null), LETTER), is(false));
    assertThat(contains(Selection.ALL.during(null, written), LETTER), is(false));
    assertThat(contains(Selection.ALL.during(null, written.plusMillis(1)), LETTER), is(true));
  }

  @Test
  public void anOffsetSelectsTheRecordOfTheUsersTopic() {
    assertThat(contains(Selection.ofRecord(2, 40), LETTER), is(true));
    assertThat(contains(Selection.ofRecord(2, 39), LETTER), is(false));
    assertThat(contains(Selection.ofRecord(3, 40), LETTER), is(false));
    assertThat(Selection.ofRecord(2, 40).contains(LETTER, "other"), is(false));
    assertThat(contains(Selection.ofRecord(2, 40), Entries.ofRow(TIME, Entries.ID)), is(false));
  }

  @Test
  public void aKeySelectsItsDeadLetters() {
    assertThat(contains(Selection.ofKey(Entries.ID), LETTER), is(true));
    assertThat(contains(Selection.ofKey(Entries.ID), Entries.ofRow(TIME, Entries.ID)), is(true));
    assertThat(contains(Selection.ofKey(Entries.ID), Entries.ofRow(TIME, null)), is(false));
  }

  private static boolean contains(Selection selection, DeadLetterEntry letter) {
    return selection.contains(letter, Entries.TOPIC);
  }
}
