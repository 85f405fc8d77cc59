package io.userstream.pipelines.reconcile;

import static io.userstream.pipelines.reconcile.Compared.counts;
import static io.userstream.pipelines.reconcile.Compared.lines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.io.IOException;
import java.util.UUID;
import org.junit.Test;

/** Tests dead letters of records that a truncation replaced with others at the same position. */
public final class CompareDeadLettersTest {
  private static final UUID ADA = new UUID(0, 0xada);
  private static final long CONTENT = 1001;

  /** The append times of the lost record and of its successor. */
  private static final long LOST = 1_795_838_400_000L;

  private static final long NOW = LOST + 60_000;

  @Test
  public void deadLettersOfALostRecordAndItsSuccessorAreDead() throws IOException {
    for (UUID id : new UUID[] {ADA, null}) {
      assertThat(
          lines(undecodable(id, NOW), deadLetter(id, LOST), deadLetter(id, NOW)),
          contains(counts(2, 0, 0, 2, 0)));
    }
  }

  @Test
  public void deadLetterOfALostRecordDoesNotCountForItsSuccessor() throws IOException {
    assertThat(
        lines(undecodable(null, NOW), deadLetter(null, LOST)),
        contains("users-0@42: dead letter missing", counts(2, 0, 0, 1, 0)));
  }

  @Test
  public void deadLetterOfALostRecordIsNotThatOfItsDecodableSuccessor() throws IOException {
    assertThat(lines(user(42, NOW), row(), deadLetter(ADA, LOST)), contains(counts(2, 1, 0, 1, 0)));
    assertThat(
        "that is superseded",
        lines(user(42, NOW), user(43, NOW + 1), row(), deadLetter(ADA, LOST)),
        contains(counts(2, 1, 0, 1, 0)));
  }

  @Test
  public void deadLetterOfADecodableRecordIsADifference() throws IOException {
    assertThat(
        lines(user(42, NOW), user(43, NOW + 1), row(), deadLetter(ADA, NOW), deadLetter(ADA, LOST)),
        contains("users-0@42: dead letter for a good record", counts(2, 1, 0, 2, 0)));
  }

  @Test
  public void duplicateDeadLetterOfALostRecordIsADifference() throws IOException {
    assertThat(
        lines(deadLetter(null, LOST), deadLetter(null, LOST), deadLetter(null, NOW)),
        contains("users-0@42: dead letter written twice", counts(2, 0, 0, 3, 0)));
  }

  @Test
  public void deadLetterWithoutATimestampBelongsToTheRecordAtItsPosition() throws IOException {
    Evidence letter = deadLetter(ADA, Evidence.NO_TIMESTAMP);
    assertThat(lines(undecodable(ADA, NOW), letter), contains(counts(1, 0, 0, 1, 0)));
    assertThat(
        lines(undecodable(ADA, NOW), letter, deadLetter(ADA, NOW)),
        contains("users-0@42: dead letter written twice", counts(1, 0, 0, 2, 0)));
    assertThat(
        lines(user(42, NOW), row(), letter),
        contains("users-0@42: dead letter for a good record", counts(1, 1, 0, 1, 0)));
    assertThat("compacted", lines(letter), contains(counts(1, 0, 0, 1, 0)));
  }

  @Test
  public void redrivenDeadLetterOfADecodableRecordIsNotDead() throws IOException {
    String counts = counts(1, 1, 0, 0, 0) + " redriven=1";
    assertThat(lines(user(42, NOW), row(), redriven(NOW)), contains(counts));
    assertThat(lines(user(42, NOW), row(), redriven(Evidence.NO_TIMESTAMP)), contains(counts));
    assertThat(
        "its row must exist",
        lines(user(42, NOW), redriven(NOW)),
        contains(ADA + ": missing row of users-0@42", counts(1, 0, 0, 0, 0) + " redriven=1"));
    assertThat(
        "compacted in favor of a later record",
        lines(user(43, NOW + 1), row(), redriven(NOW)),
        contains(counts));
  }

  @Test
  public void markDoesNotMakeUpForARecordThatCannotBeDecoded() throws IOException {
    assertThat(lines(undecodable(ADA, NOW), redriven(NOW)), contains(counts(1, 0, 0, 1, 0)));
  }

  @Test
  public void markOfARecordIsNotThatOfALostOne() throws IOException {
    assertThat(lines(user(42, NOW), row(), redriven(LOST)), contains(counts(2, 1, 0, 1, 0)));
  }

  @Test
  public void redrivenDeadLetterThatWasWrittenTwiceIsADifference() throws IOException {
    assertThat(
        lines(user(42, NOW), row(), redriven(NOW), redriven(NOW)),
        contains("users-0@42: dead letter written twice", counts(1, 1, 0, 0, 0) + " redriven=2"));
  }

  private static Evidence redriven(long timestampMs) {
    return Evidence.redriven(ADA, 0, 42, timestampMs);
  }

  private static Evidence user(long offset, long timestampMs) {
    return new Evidence(
        Evidence.Kind.USER, ADA, 0, offset, timestampMs, timestampMs * 1_000 + 3, CONTENT);
  }

  private static Evidence undecodable(UUID id, long timestampMs) {
    return new Evidence(Evidence.Kind.UNDECODABLE, id, 0, 42, timestampMs, 0, 0);
  }

  private static Evidence deadLetter(UUID id, long timestampMs) {
    return Evidence.deadLetter(id, 0, 42, timestampMs);
  }

  private static Evidence row() {
    return new Evidence(Evidence.Kind.ROW, ADA, 0, 0, 0, 0, CONTENT);
  }
}
