package io.userstream.pipelines.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.userstream.io.cassandra.UserWrite;
import io.userstream.io.kafka.SourceRecord;
import io.userstream.io.kafka.SourceRecordCoder;
import io.userstream.model.SchemaLookup;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

public class DecodeUsersTest {
  private static final long APPENDED_MS = Instant.parse("2026-11-21T00:00:00Z").getMillis();

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void everyRecordComesOutOnceAsAWriteOrAsADeadLetter() {
    List<SourceRecord> records = new ArrayList<>();
    for (int offset = 0; offset < 1_700; offset++) {
      records.add(
          offset % 10 == 3
              ? record(offset, utf8("broken"))
              : record(offset, UserJson.write(user(offset))));
    }

    Long[] expected = records.stream().map(SourceRecord::writeTimeMicros).toArray(Long[]::new);

    PAssert.that(outcomes(records))
        .satisfies(
            outcomes -> {
              List<Long> seen = new ArrayList<>();
              for (StoreOutcome outcome : outcomes) {
                if (outcome.users() != null) {
                  assertThat(outcome.users().writes().size(), is(lessThanOrEqualTo(500)));
                  outcome.users().writes().forEach(write -> seen.add(write.writeTimeMicros()));
                } else {
                  assertThat(outcome.deadLetter().record().offset() % 10, is(3L));
                  seen.add(outcome.deadLetter().record().writeTimeMicros());
                }
              }
              assertThat(seen, containsInAnyOrder(expected));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aTombstoneErases() {
    PAssert.thatSingleton(outcomes(List.of(record(7, null))))
        .satisfies(
            outcome -> {
              UserWrite write = outcome.users().writes().get(0);
              assertThat(write.change().id(), is(id(7)));
              assertThat(write.change().user() == null, is(true));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void aDeadLetterNamesReasonAndAttempt() {
    PAssert.thatSingleton(outcomes(List.of(record(3, utf8("broken")))))
        .satisfies(
            outcome -> {
              assertThat(outcome.deadLetter().reason(), is("malformed"));
              assertThat(outcome.deadLetter().attempt(), is(4));
              return null;
            });
    pipeline.run();
  }

  @Test
  public void nothingComesOfNothing() {
    PAssert.that(outcomes(List.of())).empty();
    pipeline.run();
  }

  private PCollection<StoreOutcome> outcomes(List<SourceRecord> records) {
    return pipeline
        .apply(Create.of(records).withCoder(SourceRecordCoder.of()))
        .apply(ParDo.of(new DecodeUsers(() -> SchemaLookup.NONE, 4)))
        .setCoder(StoreOutcomeCoder.of());
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
}
