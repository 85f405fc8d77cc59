package io.userstream.io.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.userstream.io.options.SecretReference;
import io.userstream.runloop.ranges.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks what people see of a dead letter. */
public class DeadLetterEntryTest {
  private static final String ID = "aaaaaaaa-0000-4000-8000-00000000ada1";
  private static final String EMAIL = "ada@example.org";

  @Rule public final TemporaryFolder directory = new TemporaryFolder();

  @Test
  public void aLetterShowsItsOriginAndReason() {
    DeadLetterEntry entry = entry(letter(ID, "no JSON"));

    assertThat(
        entry,
        is(
            new DeadLetterEntry(
                4,
                9,
                5_000,
                new DeadLetterEntry.Source("users", 2, 40L, 1_000L),
                "malformed",
                "no JSON",
                3L,
                ID,
                36,
                false,
                false)));
  }

  @Test
  public void aKeyThatIsNoUuidIsOnlyItsSize() {
    DeadLetterEntry entry = entry(letter(EMAIL, "the key is not a uuid"));

    assertThat(entry.id(), is(nullValue()));
    assertThat(entry.keyBytes(), is(EMAIL.length()));
    assertThat(entry.toString(), not(containsString(EMAIL)));
  }

  @Test
  public void aKeyThatWasCutHasItsTrueSize() {
    DeadLetterEntry entry = entry(letter("k".repeat(100_000), "too large").cut());

    assertThat(entry.keyBytes(), is(100_000));
  }

  @Test
  public void aLetterOfARowShowsItsTableAndId() {
    DeadLetterEntry entry = entry(row(ID));

    assertThat(entry.origin(), is(new DeadLetterEntry.Source("raw_users", null, null, 1_000L)));
    assertThat(entry.origin().hasOffset(), is(false));
    assertThat(entry.id(), is(ID));
  }

  @Test
  public void aRowsKeyThatIsNoUuidIsNotShown() {
    assertThat(entry(row(EMAIL)).toString(), not(containsString(EMAIL)));
  }

  @Test
  public void anEncryptedLetterShowsItsHeadersOnly() throws IOException {
    Path file = directory.newFile().toPath();
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    DeadLetterCipher cipher =
        new DeadLetterEncryption(SecretReference.parse("file:" + file)).open();

    DeadLetterEntry entry = entry(cipher.encrypt(letter(ID, "no JSON").toRecord("users.dlq")));

    assertThat(entry.encrypted(), is(true));
    assertThat(entry.reason(), is("malformed"));
    assertThat(entry.id(), is(nullValue()));
    assertThat(entry.keyBytes(), is(nullValue()));
  }

  @Test
  public void charactersThatDeceiveAreReplaced() {
    assertThat(entry(letter(ID, "a\u0007b\u202Ec\nd")).detail(), is("a b c d"));
  }

  @Test
  public void recordsOfOtherProgramsAreNoLetters() {
    ProducerRecord<byte[], byte[]> noHeaders =
        new ProducerRecord<>("users.dlq", EMAIL.getBytes(UTF_8), null);
    ProducerRecord<byte[], byte[]> otherReason = letter(ID, "").toRecord("users.dlq");
    otherReason.headers().add(DeadLetter.ERROR_REASON, ("no mail to " + EMAIL).getBytes(UTF_8));
    ProducerRecord<byte[], byte[]> otherOrigin = letter(ID, "").toRecord("users.dlq");
    otherOrigin.headers().add(DeadLetter.ORIGIN_TOPIC, EMAIL.getBytes(UTF_8));
    ProducerRecord<byte[], byte[]> nullHeader = letter(ID, "").toRecord("users.dlq");
    nullHeader.headers().add(DeadLetter.ERROR_REASON, null);

    assertThat(DeadLetterEntry.of(read(noHeaders)), is(Optional.empty()));
    assertThat(DeadLetterEntry.of(read(otherReason)), is(Optional.empty()));
    assertThat(DeadLetterEntry.of(read(otherOrigin)), is(Optional.empty()));
    assertThat(DeadLetterEntry.of(read(nullHeader)), is(Optional.empty()));
  }

  @Test
  public void aReasonOfALaterReleaseIsShown() {
    ProducerRecord<byte[], byte[]> record = letter(ID, "").toRecord("users.dlq");
    record.headers().add(DeadLetter.ERROR_REASON, "later-reason".getBytes(UTF_8));

    assertThat(entry(record).reason(), is("later-reason"));
  }

  private static DeadLetter letter(@Nullable String key, String detail) {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    SourceRecord record = SourceRecord.of("users", 2, 40, 1_000, 0, bytes, new byte[3], null);
    return DeadLetter.ofRecord(record, "topic-id", "malformed", detail, 3);
  }

  private static ProducerRecord<byte[], byte[]> row(String uuid) {
    return DeadLetter.ofRow(
            new RowOrigin("raw_users", uuid), 1_000, new byte[0], "malformed", "no email")
        .toRecord("users.dlq");
  }

  private static DeadLetterEntry entry(DeadLetter letter) {
    return entry(letter.toRecord("users.dlq"));
  }

  private static DeadLetterEntry entry(ProducerRecord<byte[], byte[]> written) {
    return DeadLetterEntry.of(read(written)).orElseThrow();
  }

  private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
    return new ConsumerRecord<>(
        written.topic(),
        4,
        9,
        5_000,
        TimestampType.CREATE_TIME,
        0,
        0,
        written.key(),
        written.value(),
        new RecordHeaders(written.headers()),
        Optional.empty());
  }
}
