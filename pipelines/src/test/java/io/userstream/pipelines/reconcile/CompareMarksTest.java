package io.userstream.pipelines.reconcile;

import static io.userstream.pipelines.reconcile.Compared.COMMITTED;
import static io.userstream.pipelines.reconcile.Compared.counts;
import static io.userstream.pipelines.reconcile.Compared.lines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.io.IOException;
import java.util.UUID;
import org.junit.Test;

/** Tests marks of raw rows, which name the record that Kafka acknowledged. */
public final class CompareMarksTest {
  private static final UUID ADA = new UUID(0, 0xada);
  private static final long CONTENT = 1001;
  private static final long MARKED = 500;
  private static final String NOWHERE =
      ADA
          + ": published by the raw store, but in neither the topic, the table nor the dead"
          + " letters";
  private static final String NO_RECORD =
      ADA + ": acknowledged as users-0@500, but that partition has no record of this key";

  @Test
  public void lostUpdateOfAStoredUserIsADifference() throws IOException {
    for (boolean orErased : new boolean[] {false, true}) {
      assertThat(
          lines(user(0, 100), user(0, 90), row(), marked(orErased)),
          contains(lostBehind(100), counts(2, 1, 0, 0, 0)));
    }
  }

  @Test
  public void lostUpdateOfAnErasedUserIsADifference() throws IOException {
    assertThat(
        lines(tombstone(100), marked(false)), contains(lostBehind(100), counts(2, 0, 1, 0, 0)));
  }

  @Test
  public void lostUpdateAfterAnUndecodableRecordIsADifference() throws IOException {
    assertThat(
        lines(undecodable(100), deadLetter(100), marked(true)),
        contains(lostBehind(100), counts(2, 0, 0, 1, 0)));
  }

  @Test
  public void lostUpdateOfAUserInFlightIsADifference() throws IOException {
    long marked = COMMITTED + 500;
    assertThat(
        lines(user(0, COMMITTED), Evidence.rawAt(ADA, 0, marked, false)),
        contains(
            ADA
                + ": acknowledged as users-0@1500, but the latest record of this key in that"
                + " partition is users-0@1000",
            counts(2, 0, 0, 0, 1)));
  }

  @Test
  public void acknowledgedOrLaterRecordSatisfiesAMark() throws IOException {
    for (boolean orErased : new boolean[] {false, true}) {
      Evidence marked = marked(orErased);
      assertThat(lines(user(0, MARKED), row(), marked), contains(counts(1, 1, 0, 0, 0)));
      assertThat(
          lines(user(0, 100), user(0, MARKED + 1), row(), marked), contains(counts(1, 1, 0, 0, 0)));
      assertThat(
          lines(user(0, 100), tombstone(MARKED + 1), marked), contains(counts(1, 0, 1, 0, 0)));
      assertThat(
          lines(user(0, 100), row(), undecodable(600), deadLetter(600), marked),
          contains(counts(2, 1, 0, 1, 0)));
      assertThat(lines(marked, user(0, COMMITTED + 1)), contains(counts(1, 0, 0, 0, 1)));
    }
  }

  @Test
  public void acknowledgedRecordThatBecameADeadLetterIsNotLost() throws IOException {
    assertThat(
        lines(user(0, 100), row(), deadLetter(MARKED), marked(false)),
        contains(counts(2, 1, 0, 1, 0)));
  }

  @Test
  public void deadLetterOfAnotherRecordDoesNotSatisfyAMark() throws IOException {
    assertThat(
        lines(user(0, 100), row(), deadLetter(MARKED + 1), marked(false)),
        contains(lostBehind(100), counts(3, 1, 0, 1, 0)));
    assertThat(lines(deadLetter(100), marked(false)), contains(NO_RECORD, counts(2, 0, 0, 1, 0)));
  }

  @Test
  public void recordInAnotherPartitionDoesNotSatisfyAMark() throws IOException {
    assertThat(
        lines(user(1, 900), row(), marked(false)), contains(NO_RECORD, counts(2, 1, 0, 0, 0)));
  }

  @Test
  public void compactionMayRemoveTheMarkedRecordAndItsTombstone() throws IOException {
    assertThat(lines(user(1, 900), row(), marked(true)), contains(counts(1, 1, 0, 0, 0)));
    assertThat(lines(deadLetter(100), marked(true)), contains(counts(1, 0, 0, 1, 0)));
    assertThat(lines(marked(true)), contains(counts(1, 0, 1, 0, 0)));
  }

  @Test
  public void rowWithoutAnyRecordIsOneDifference() throws IOException {
    assertThat(
        lines(row(), marked(false)),
        contains(
            ADA + ": unexpected row: no record of the topic has this key", counts(0, 1, 0, 0, 0)));
  }

  @Test
  public void anyTraceSatisfiesAMarkWithoutAPosition() throws IOException {
    assertThat(
        lines(user(0, 100), row(), Evidence.raw(ADA, false)), contains(counts(1, 1, 0, 0, 0)));
  }

  @Test
  public void rawRowWithOnlyADeadLetterIsPublishedAndDead() throws IOException {
    Evidence letter = Evidence.rawDeadLetter(ADA);
    assertThat(lines(Evidence.rawDead(ADA), letter), contains(counts(1, 0, 0, 1, 0)));
    assertThat(lines(Evidence.raw(ADA, false), letter), contains(counts(1, 0, 0, 1, 0)));
    assertThat(lines(letter, Evidence.raw(ADA, true)), contains(counts(1, 0, 0, 1, 0)));
  }

  @Test
  public void updateThatBecameADeadLetterCountsInAdditionToTheStoredUser() throws IOException {
    assertThat(
        lines(user(0, 100), row(), Evidence.rawDead(ADA), Evidence.rawDeadLetter(ADA)),
        contains(counts(2, 1, 0, 1, 0)));
  }

  @Test
  public void rowThatBecameADeadLetterMustHaveOne() throws IOException {
    assertThat(lines(Evidence.rawDead(ADA)), contains(NOWHERE, counts(1, 0, 0, 0, 0)));
    assertThat(
        lines(user(0, 100), row(), Evidence.rawDead(ADA)),
        contains(ADA + ": dead letter of the raw store's row missing", counts(2, 1, 0, 0, 0)));
  }

  @Test
  public void earlierDeadLetterOfARowDoesNotExplainALostRecord() throws IOException {
    assertThat(
        lines(Evidence.rawDeadLetter(ADA), marked(false)),
        contains(NOWHERE, counts(1, 0, 0, 0, 0)));
  }

  private static String lostBehind(long offset) {
    return ADA
        + ": acknowledged as users-0@500, but the latest record of this key in that partition is"
        + " users-0@"
        + offset;
  }

  private static Evidence marked(boolean orErased) {
    return Evidence.rawAt(ADA, 0, MARKED, orErased);
  }

  private static Evidence user(int partition, long offset) {
    return new Evidence(Evidence.Kind.USER, ADA, partition, offset, 7, 7_000 + offset, CONTENT);
  }

  private static Evidence tombstone(long offset) {
    return new Evidence(Evidence.Kind.TOMBSTONE, ADA, 0, offset, 7, 7_000 + offset, 0);
  }

  private static Evidence undecodable(long offset) {
    return new Evidence(Evidence.Kind.UNDECODABLE, ADA, 0, offset, 7, 0, 0);
  }

  private static Evidence deadLetter(long offset) {
    return Evidence.deadLetter(ADA, 0, offset, 7);
  }

  private static Evidence row() {
    return new Evidence(Evidence.Kind.ROW, ADA, 0, 0, 0, 0, CONTENT);
  }
}
