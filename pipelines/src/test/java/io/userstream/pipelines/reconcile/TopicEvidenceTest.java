package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.UserDigest;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.RowOrigin;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.model.SchemaLookup;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.runloop.ranges.ForEachRecord;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.SourceRecordCoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

public final class TopicEvidenceTest {
  private static final UUID ADA = UUID.fromString("aaaaaaaa-0000-4000-8000-00000000ada1");
  private static final Instant APPENDED = Instant.parse("2024-02-29T12:00:00Z");
  private static final long WRITE_TIME = APPENDED.getMillis() * 1000 + 3;

  private static final FixedOffsets OFFSETS =
      FixedOffsets.builder()
          .setTopic("users")
          .setTopicId("id")
          .setDeadLetterTopic("users.dlq")
          .setUsers(Map.of(2, new PartitionLog(0, 50, 50, APPENDED.getMillis())))
          .setCommitted(Map.of(2, 50L))
          .build();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void recordOfAUserHasTheDigestOfItsRow() {
    User user = user(APPENDED.minus(Duration.standardDays(100)));

    expect(
        record(ADA.toString(), UserJson.write(user)),
        new Evidence(
            Evidence.Kind.USER,
            ADA,
            2,
            40,
            APPENDED.getMillis(),
            WRITE_TIME,
            UserDigest.of(user).fingerprint()));
  }

  @Test
  public void recordWithoutAValueIsATombstone() {
    expect(
        record(ADA.toString(), null),
        new Evidence(Evidence.Kind.TOMBSTONE, ADA, 2, 40, APPENDED.getMillis(), WRITE_TIME, 0));
  }

  @Test
  public void undecodableRecordHasTheIdOfItsKey() {
    expect(
        record(ADA.toString(), bytes("no user")),
        new Evidence(Evidence.Kind.UNDECODABLE, ADA, 2, 40, APPENDED.getMillis(), 0, 0));
  }

  @Test
  public void recordWithAnInvalidKeyHasNoId() {
    expect(
        record("Ada", bytes("no user")),
        new Evidence(Evidence.Kind.UNDECODABLE, null, 2, 40, APPENDED.getMillis(), 0, 0));
  }

  @Test
  public void dateInTheFutureAtAppendTimeStaysRejected() {
    User user = user(APPENDED.plus(Duration.standardDays(2)));

    expect(
        record(ADA.toString(), UserJson.write(user)),
        new Evidence(Evidence.Kind.UNDECODABLE, ADA, 2, 40, APPENDED.getMillis(), 0, 0));
  }

  @Test
  public void deadLetterHasItsOrigin() {
    expect(
        asRead(
            DeadLetter.ofRecord(
                record(ADA.toString(), bytes("x")), null, "malformed", "no JSON", 1)),
        Evidence.deadLetter(ADA, 2, 40, APPENDED.getMillis()));
  }

  @Test
  public void deadLetterOfAnotherTopicIsIgnored() {
    SourceRecord other = SourceRecord.of("others", 2, 40, 0, 0, bytes(ADA.toString()), null, null);

    expect(asRead(DeadLetter.ofRecord(other, null, "malformed", "no JSON", 1)));
  }

  @Test
  public void deadLetterOfAnEarlierTopicIsIgnored() {
    SourceRecord earlier =
        SourceRecord.of(
            "users", 2, 40, APPENDED.getMillis() - 1, 0, bytes(ADA.toString()), null, null);

    expect(asRead(DeadLetter.ofRecord(earlier, null, "malformed", "no JSON", 1)));
  }

  @Test
  public void topicIdIdentifiesTheTopicOfADeadLetter() {
    SourceRecord record = record(ADA.toString(), bytes("x"));

    expect(
        asRead(DeadLetter.ofRecord(record, "id", "malformed", "no JSON", 1)),
        Evidence.deadLetter(ADA, 2, 40, APPENDED.getMillis()));
  }

  @Test
  public void deadLetterWithAnotherTopicIdIsIgnored() {
    SourceRecord record = record(ADA.toString(), bytes("x"));

    expect(asRead(DeadLetter.ofRecord(record, "earlier-id", "malformed", "no JSON", 1)));
  }

  @Test
  public void deadLetterOfAPartitionThatWasAddedSinceIsIgnored() {
    SourceRecord added =
        SourceRecord.of("users", 7, 0, APPENDED.getMillis(), 0, bytes(ADA.toString()), null, null);

    expect(asRead(DeadLetter.ofRecord(added, "id", "malformed", "no JSON", 1)));
  }

  @Test
  public void deadLetterOfARawRowShowsWhereTheRowWent() {
    RowOrigin row = new RowOrigin("raw_users", ADA.toString());

    expect(
        asRead(DeadLetter.ofRow(row, 0, bytes("{}"), "malformed", "no email")),
        Evidence.rawDeadLetter(ADA));
  }

  @Test
  public void deadLetterWithoutAnOriginIsIgnored() {
    expect(SourceRecord.of("users.dlq", 0, 9, 0, 0, bytes(ADA.toString()), bytes("hello"), null));
  }

  private void expect(SourceRecord record, Evidence... evidence) {
    var made =
        pipeline
            .apply(Create.of(record).withCoder(SourceRecordCoder.of()))
            .apply(
                ParDo.of(
                    new ForEachRecord<>(
                        new TopicEvidence(
                            OFFSETS, DeadLetterEncryption.NONE, () -> SchemaLookup.NONE))))
            .setCoder(EvidenceCoder.of());
    PAssert.that(made).containsInAnyOrder(Arrays.asList(evidence));
    pipeline.run();
  }

  private static User user(Instant registeredAt) {
    return User.builder()
        .setId(ADA.toString())
        .setFirstName("Ada")
        .setLastName("Lovelace")
        .setEmail("ada@example.com")
        .setUsername("ada")
        .setDateOfBirth(Instant.parse("1985-12-10T00:00:00Z"))
        .setRegisteredAt(registeredAt)
        .build();
  }

  private static SourceRecord record(String key, @Nullable byte[] value) {
    return SourceRecord.of(
        "users", 2, 40, APPENDED.getMillis(), WRITE_TIME, bytes(key), value, null);
  }

  private static SourceRecord asRead(DeadLetter letter) {
    ProducerRecord<byte[], byte[]> written = letter.toRecord("users.dlq");
    return SourceRecord.of(
        "users.dlq", 0, 7, 0, 0, written.key(), written.value(), written.headers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
