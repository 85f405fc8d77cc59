package io.userstream.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.PartitionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.junit.Test;

/** Tests the definitions of {@link Reconcile} with evidence in memory. */
public final class CompareEvidenceTest {
  private static final UUID ADA = new UUID(0, 0xada);
  private static final UUID BOB = new UUID(0, 0xb0b);
  private static final long CONTENT = 1001;
  private static final long OTHER_CONTENT = 1002;

  /** Offsets from here on are in flight, in both partitions. */
  private static final long COMMITTED = 100;

  private static final int MAX_DIFFERENCES = 3;

  @Test
  public void emptyTopicAndTableAgree() {
    expect(counts(0, 0, 0, 0, 0));
  }

  @Test
  public void userWithAnEqualRowIsStored() {
    expect(counts(1, 1, 0, 0, 0), user(ADA, 5, CONTENT), row(ADA, CONTENT));
  }

  @Test
  public void latestRecordOfAKeyDecides() {
    expect(
        counts(1, 1, 0, 0, 0),
        user(ADA, 7, CONTENT),
        tombstone(ADA, 6),
        user(ADA, 5, OTHER_CONTENT),
        row(ADA, CONTENT));
  }

  @Test
  public void betweenPartitionsTheLatestWriteTimeDecides() {
    expect(
        counts(1, 1, 0, 0, 0),
        new Evidence(Evidence.Kind.USER, ADA, 0, 90, 0, 1_000, OTHER_CONTENT),
        new Evidence(Evidence.Kind.USER, ADA, 1, 3, 0, 2_000, CONTENT),
        new Evidence(Evidence.Kind.USER, ADA, 0, 2, 0, 3_000, OTHER_CONTENT),
        row(ADA, CONTENT));
  }

  @Test
  public void userWithoutARowIsADifference() {
    expect(counts(1, 0, 0, 0, 0, ADA + ": missing row of users-0@5"), user(ADA, 5, CONTENT));
  }

  @Test
  public void rowThatDiffersIsADifference() {
    expect(
        counts(1, 0, 0, 0, 0, ADA + ": row differs from users-0@5"),
        user(ADA, 5, CONTENT),
        row(ADA, OTHER_CONTENT));
  }

  @Test
  public void rowWithoutARecordIsADifference() {
    expect(
        counts(0, 1, 0, 0, 0, ADA + ": unexpected row: no record of the topic has this key"),
        row(ADA, CONTENT));
  }

  @Test
  public void missingAndUnexpectedRowDoNotCancelOut() {
    expect(
        counts(
            1,
            1,
            0,
            0,
            0,
            ADA + ": missing row of users-0@5",
            BOB + ": unexpected row: no record of the topic has this key"),
        user(ADA, 5, CONTENT),
        row(BOB, CONTENT));
  }

  @Test
  public void tombstoneWithoutARowIsErased() {
    expect(counts(1, 0, 1, 0, 0), user(ADA, 5, CONTENT), tombstone(ADA, 6));
  }

  @Test
  public void rowOfAnErasedUserIsADifference() {
    expect(
        counts(1, 0, 0, 0, 0, ADA + ": row should be erased by users-0@6"),
        tombstone(ADA, 6),
        row(ADA, CONTENT));
  }

  @Test
  public void keyWithAnUncommittedRecordIsInFlightOnce() {
    expect(
        counts(2, 0, 0, 0, 2),
        user(ADA, 5, CONTENT),
        user(ADA, COMMITTED, OTHER_CONTENT),
        tombstone(ADA, COMMITTED + 1),
        row(ADA, CONTENT),
        user(BOB, COMMITTED, CONTENT));
  }

  @Test
  public void eachUndecodableRecordInFlightCounts() {
    expect(
        counts(3, 0, 0, 0, 3),
        undecodable(ADA, COMMITTED),
        undecodable(ADA, COMMITTED + 1),
        undecodable(null, COMMITTED + 2),
        deadLetter(null, COMMITTED + 2));
  }

  @Test
  public void undecodableRecordWithItsDeadLetterIsDead() {
    expect(
        counts(3, 1, 0, 2, 0),
        user(ADA, 5, CONTENT),
        row(ADA, CONTENT),
        undecodable(ADA, 6),
        deadLetter(ADA, 6),
        undecodable(null, 7),
        deadLetter(null, 7));
  }

  @Test
  public void undecodableRecordWithoutADeadLetterIsADifference() {
    expect(
        counts(2, 0, 0, 0, 0, "users-0@6: dead letter missing", "users-0@7: dead letter missing"),
        undecodable(ADA, 6),
        undecodable(null, 7),
        deadLetter(null, COMMITTED));
  }

  @Test
  public void secondDeadLetterIsADifference() {
    expect(
        counts(1, 0, 0, 2, 0, "users-0@6: dead letter written twice"),
        undecodable(null, 6),
        deadLetter(null, 6),
        deadLetter(null, 6));
  }

  @Test
  public void deadLetterOfADecodableRecordIsADifference() {
    expect(
        counts(1, 1, 0, 1, 0, "users-0@5: dead letter for a good record"),
        user(ADA, 5, CONTENT),
        row(ADA, CONTENT),
        deadLetter(ADA, 5));
  }

  @Test
  public void deadLetterOfAnUnknownPartitionIsADifference() {
    expect(
        counts(0, 0, 0, 1, 0, "users-9@5: dead letter of an unknown origin"),
        Evidence.deadLetter(null, 9, 5, 0));
  }

  @Test
  public void deadLetterOfACompactedRecordIsPublishedAndDead() {
    expect(counts(2, 1, 0, 1, 0), deadLetter(ADA, 5), user(ADA, 6, CONTENT), row(ADA, CONTENT));
  }

  @Test
  public void rowWhoseRecordWasCompactedBeforeAnUndecodableOneIsStored() {
    expect(counts(2, 1, 0, 1, 0), row(ADA, CONTENT), undecodable(ADA, 6), deadLetter(ADA, 6));
  }

  @Test
  public void rawRowWithoutATraceIsADifference() {
    expect(
        counts(
            1,
            0,
            0,
            0,
            0,
            ADA
                + ": published by the raw store, but in neither the topic, the table nor the dead"
                + " letters"),
        Evidence.raw(ADA, false));
  }

  @Test
  public void rawRowThatCompactionExplainsIsErased() {
    expect(counts(1, 0, 1, 0, 0), Evidence.raw(ADA, true));
  }

  @Test
  public void rawRowWithATraceDoesNotCount() {
    for (boolean orErased : new boolean[] {false, true}) {
      Evidence raw = Evidence.raw(ADA, orErased);
      expect(counts(1, 1, 0, 0, 0), raw, user(ADA, 5, CONTENT), row(ADA, CONTENT));
      expect(counts(1, 0, 1, 0, 0), tombstone(ADA, 5), raw);
      expect(counts(1, 0, 0, 0, 1), raw, undecodable(ADA, COMMITTED));
      expect(counts(1, 0, 0, 1, 0), raw, deadLetter(ADA, 5));
    }
  }

  @Test
  public void rawRowWithOnlyADeadLetterIsPublishedAndDead() {
    expect(counts(1, 0, 0, 1, 0), Evidence.raw(ADA, false), Evidence.rawDeadLetter(ADA));
  }

  @Test
  public void keyWrittenManyTimesCountsOnce() {
    int updates = 20_000;
    expect(
        counts(1, 1, 0, 1, 0, "users-0@5: dead letter for a good record"),
        Stream.concat(
            LongStream.range(-updates, COMMITTED).mapToObj(i -> user(ADA, i, CONTENT + i)),
            Stream.of(row(ADA, CONTENT + COMMITTED - 1), deadLetter(ADA, 5))));
  }

  @Test
  public void allDifferencesAreCountedAndTheFirstListed() {
    expect(
        result -> {
          assertThat(result.differenceCount(), is(500L));
          assertThat(result.differences(), hasSize(MAX_DIFFERENCES));
          assertThat(
              result.differences().get(0), is(new UUID(0, 0) + ": missing row of users-0@5"));
          assertThat(
              result.differences().get(2), is(new UUID(0, 2) + ": missing row of users-0@5"));
          return null;
        },
        LongStream.range(0, 500).mapToObj(i -> user(new UUID(0, i), 5, CONTENT)));
  }

  private void expect(
      SerializableFunction<ReconcileResult, Void> expectation, Evidence... evidence) {
    expect(expectation, Arrays.stream(evidence));
  }

  private void expect(
      SerializableFunction<ReconcileResult, Void> expectation, Stream<Evidence> evidence) {
    PartitionLog log = new PartitionLog(0, 2 * COMMITTED, 2 * COMMITTED, 0);
    FixedOffsets offsets =
        FixedOffsets.builder()
            .setTopic("users")
            .setTopicId("id")
            .setDeadLetterTopic("users.dlq")
            .setUsers(Map.of(0, log, 1, log))
            .setCommitted(Map.of(0, COMMITTED, 1, COMMITTED))
            .build();
    Pipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    try (SpillFile spill = SpillFile.open()) {
      PAssert.thatSingleton(
              pipeline
                  .apply(
                      Create.of(packed(evidence, Packing.of(1_000, spill)))
                          .withCoder(EvidenceBlockCoder.BY_BUCKET))
                  .apply(new CompareEvidence(offsets, spill, MAX_DIFFERENCES)))
          .satisfies(expectation);
      pipeline.run();
    }
  }

  private static List<KV<Integer, EvidenceBlock>> packed(
      Stream<Evidence> evidence, Packing packing) {
    List<KV<Integer, EvidenceBlock>> blocks = new ArrayList<>();
    EvidencePacker packer = new EvidencePacker(packing);
    evidence.forEach(each -> packer.add(each, blocks::add));
    packer.flush(blocks::add);
    return blocks;
  }

  private static SerializableFunction<ReconcileResult, Void> counts(
      long published, long stored, long erased, long dead, long inFlight, String... differences) {
    return result -> {
      assertThat(
          result.summary(),
          is(
              String.format(
                  Locale.ROOT,
                  "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d",
                  published,
                  stored,
                  erased,
                  dead,
                  inFlight)));
      assertThat(result.differences(), containsInAnyOrder(differences));
      assertThat(result.agrees(), is(differences.length == 0));
      return null;
    };
  }

  private static Evidence user(UUID id, long offset, long fingerprint) {
    return new Evidence(Evidence.Kind.USER, id, 0, offset, 0, 0, fingerprint);
  }

  private static Evidence tombstone(UUID id, long offset) {
    return new Evidence(Evidence.Kind.TOMBSTONE, id, 0, offset, 0, 0, 0);
  }

  private static Evidence undecodable(@Nullable UUID id, long offset) {
    return new Evidence(Evidence.Kind.UNDECODABLE, id, 0, offset, 0, 0, 0);
  }

  private static Evidence deadLetter(@Nullable UUID id, long offset) {
    return Evidence.deadLetter(id, 0, offset, 0);
  }

  private static Evidence row(UUID id, long fingerprint) {
    return new Evidence(Evidence.Kind.ROW, id, 0, 0, 0, 0, fingerprint);
  }
}
