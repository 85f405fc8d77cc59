package io.userstream.pipelines.store;

import static java.util.stream.Collectors.toList;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.userstream.io.cassandra.UserBatch;
import io.userstream.io.cassandra.UserBatchCoder;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetters;
import io.userstream.io.deadletters.RecordOrigin;
import io.userstream.model.SchemaLookup;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.runloop.ranges.ForEachRecord;
import io.userstream.runloop.ranges.SourceRecord;
import io.userstream.runloop.ranges.SourceRecordCoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class DecodeRecordsTest {
  private static final String TOPIC_ID = "id-of-the-topic";
  private static final long APPENDED_MS = Instant.parse("2026-11-21T00:00:00Z").getMillis();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Before
  public void noDeadLetters() {
    Kept.LETTERS.clear();
  }

  @Test
  public void everyRecordBecomesOneWriteOrDeadLetter() {
    List<SourceRecord> records = new ArrayList<>();
    for (int offset = 0; offset < 1_700; offset++) {
      records.add(
          offset % 10 == 3
              ? record(offset, utf8("broken"))
              : record(offset, UserJson.write(user(offset))));
    }
    Long[] written =
        records.stream()
            .filter(record -> record.offset() % 10 != 3)
            .map(SourceRecord::writeTimeMicros)
            .toArray(Long[]::new);
    Long[] refused =
        records.stream().map(SourceRecord::offset).filter(o -> o % 10 == 3).toArray(Long[]::new);

    PAssert.that(taken(records))
        .satisfies(
            batches -> {
              List<Long> seen = new ArrayList<>();
              for (UserBatch batch : batches) {
                assertThat(batch.writes().size(), is(lessThanOrEqualTo(500)));
                batch.writes().forEach(write -> seen.add(write.writeTimeMicros()));
              }
              assertThat(seen, containsInAnyOrder(written));
              return null;
            });
    pipeline.run();
    assertThat(
        Kept.LETTERS.stream().map(letter -> origin(letter).offset()).collect(toList()),
        containsInAnyOrder(refused));
  }

  @Test
  public void tombstoneErases() {
    PAssert.thatSingleton(taken(List.of(record(7, null))))
        .satisfies(
            batch -> {
              UserWrite write = batch.writes().get(0);
              assertThat(write.change().id(), is(id(7)));
              assertThat(write.change().user() == null, is(true));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void deadLetterHasReasonAndAttempt() {
    PAssert.that(taken(List.of(record(3, utf8("broken"))))).empty();
    pipeline.run();

    DeadLetter letter = Kept.LETTERS.remove();
    assertThat(letter.reason(), is("malformed"));
    assertThat(origin(letter).topicId(), is(TOPIC_ID));
    assertThat(letter.attempt(), is(4));
  }

  @Test
  public void bundleWithoutRecordsHasAnEmptyBatch() {
    DecodeRecords decode = decode();
    List<UserBatch> output = new ArrayList<>();
    decode.setUp();
    decode.startBundle();
    decode.finishBundle(output::add);

    assertThat(output, contains(UserBatch.of(List.of())));
    assertThat(Kept.LETTERS, is(empty()));
  }

  private PCollection<UserBatch> taken(List<SourceRecord> records) {
    return pipeline
        .apply(Create.of(records).withCoder(SourceRecordCoder.of()))
        .apply(ParDo.of(new ForEachRecord<>(decode())))
        .setCoder(UserBatchCoder.of());
  }

  private static DecodeRecords decode() {
    return new DecodeRecords(() -> SchemaLookup.NONE, new Kept(), TOPIC_ID, 4);
  }

  /** Collects dead letters for the test when their bundle ends. */
  private static final class Kept implements DeadLetters {
    private static final long serialVersionUID = 1L;
    private static final Queue<DeadLetter> LETTERS = new ConcurrentLinkedQueue<>();

    private transient List<DeadLetter> ofBundle;

    @Override
    public void setUp() {}

    @Override
    public void startBundle() {
      ofBundle = new ArrayList<>();
    }

    @Override
    public void add(DeadLetter deadLetter) {
      ofBundle.add(deadLetter);
    }

    @Override
    public void finishBundle() {
      LETTERS.addAll(ofBundle);
    }

    @Override
    public void tearDown() {}
  }

  static SourceRecord record(long offset, byte[] value) {
    return SourceRecord.of(
        "users",
        2,
        offset,
        APPENDED_MS,
        APPENDED_MS * 1_000 + offset,
        utf8(id(offset)),
        value,
        null);
  }

  static User user(long number) {
    return User.builder()
        .setId(id(number))
        .setFirstName("Ada")
        .setLastName("Lovelace")
        .setEmail("ada@example.com")
        .setUsername("ada")
        .setDateOfBirth(Instant.parse("1980-12-10T00:00:00Z"))
        .setRegisteredAt(Instant.parse("2020-01-01T00:00:00Z"))
        .build();
  }

  private static String id(long number) {
    return new UUID(0x4000L, 0x8000000000000000L | number).toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RecordOrigin origin(DeadLetter letter) {
    return (RecordOrigin) letter.origin();
  }
}
