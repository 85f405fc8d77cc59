package io.userstream.pipelines.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.deadletters.DeadLetter;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.deadletters.RedriveMark;
import io.userstream.io.decoding.RecordDecoder;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.kafka.PartitionLog;
import io.userstream.model.SchemaLookup;
import io.userstream.model.User;
import io.userstream.model.UserJson;
import io.userstream.pipelines.redrive.SortedLetters.Kind;
import io.userstream.pipelines.store.ErasedUsers;
import io.userstream.runloop.ranges.OffsetSet;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks what can be done with dead letters. The log of the users topic begins at offset 10. */
public class SortedLettersTest {
  private static final String ID = "2b0c53a4-1d6e-4e0f-9d5f-0d7e1e3d0a11";
  private static final long APPENDED_MS = Instant.parse("2026-11-21T00:00:00Z").getMillis();
  private static final PartitionLog LOG = new PartitionLog(10, 20, 20, APPENDED_MS);
  private static final RedriveSelection ALL =
      new RedriveSelection(ImmutableSet.of(), null, null, ImmutableMap.of(), ImmutableSet.of());

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aRecordThatCanBeDecodedNowIsReady() {
    SortedLetters letters = letters(ALL, Erasures.NONE);

    letter(letters, 12, json());

    assertThat(letters.offsets(Kind.READY), is(at(12)));
  }

  @Test
  public void aRecordThatStillCannotBeDecodedIsFailing() {
    SortedLetters letters = letters(ALL, Erasures.NONE);

    letter(letters, 12, "broken".getBytes(UTF_8));

    assertThat(letters.offsets(Kind.READY), is(Map.of()));
    assertThat(letters.offsets(Kind.FAILING), is(at(12)));
  }

  @Test
  public void aRecordThatHasExpiredIsGone() {
    SortedLetters letters = letters(ALL, Erasures.NONE);

    letter(letters, 9, json());

    assertThat(letters.offsets(Kind.READY), is(Map.of()));
    assertThat(letters.offsets(Kind.GONE), is(at(9)));
  }

  @Test
  public void theRecordOfAnErasedUserIsGone() {
    SortedLetters letters = letters(ALL, ErasedUsers.of(ID, folder));

    letter(letters, 12, json());

    assertThat(letters.offsets(Kind.READY), is(Map.of()));
    assertThat(letters.offsets(Kind.GONE), is(at(12)));
  }

  @Test
  public void aMarkedDeadLetterIsNotProcessedAgain() {
    SortedLetters letters = letters(ALL, Erasures.NONE);

    letter(letters, 12, json());
    letter(letters, 13, json());
    letters.mark(new RedriveMark("users", "id", 2, OffsetSet.between(12, 13)));
    letters.mark(new RedriveMark("users", "id of an earlier topic", 2, OffsetSet.between(13, 14)));

    assertThat(letters.offsets(Kind.READY), is(at(13)));
  }

  @Test
  public void deadLettersOfOtherReasonsAndKeysAreNotSelected() {
    SortedLetters otherReason =
        letters(
            new RedriveSelection(
                ImmutableSet.of("too-long"), null, null, ImmutableMap.of(), ImmutableSet.of()),
            Erasures.NONE);
    SortedLetters otherKey =
        letters(
            new RedriveSelection(
                ImmutableSet.of(), null, null, ImmutableMap.of(), ImmutableSet.of("nobody")),
            Erasures.NONE);

    letter(otherReason, 12, json());
    letter(otherKey, 12, json());

    assertThat(otherReason.offsets(Kind.READY), is(Map.of()));
    assertThat(otherKey.offsets(Kind.READY), is(Map.of()));
  }

  private static SortedLetters letters(RedriveSelection selection, Erasures erasures) {
    return new SortedLetters(
        "users",
        "id",
        Map.of(2, LOG),
        selection,
        erasures,
        DeadLetterEncryption.NONE.open(),
        new RecordDecoder(SchemaLookup.NONE),
        null); // All dead letters have the whole value.
  }

  private static void letter(SortedLetters letters, long offset, byte[] value) {
    DeadLetter letter =
        DeadLetter.ofRecord(
            SourceRecord.of("users", 2, offset, APPENDED_MS, 0, ID.getBytes(UTF_8), value, null),
            "id",
            "malformed",
            "detail",
            1);
    ProducerRecord<byte[], byte[]> written = letter.toRecord("users.dlq");
    letters.letter(
        SourceRecord.of(
            written.topic(),
            0,
            100 + offset,
            APPENDED_MS,
            0,
            written.key(),
            written.value(),
            written.headers()),
        letter.origin());
  }

  private static Map<Integer, OffsetSet> at(long offset) {
    return Map.of(2, OffsetSet.between(offset, offset + 1));
  }

  private static byte[] json() {
    return UserJson.write(
        User.builder()
            .setId(ID)
            .setFirstName("Ada")
            .setLastName("Lovelace")
            .setEmail("ada@example.com")
            .setUsername("ada")
            .setDateOfBirth(Instant.parse("2000-01-01T00:00:00Z"))
            .setRegisteredAt(Instant.parse("2000-01-01T00:00:00Z"))
            .build());
  }
}
