package io.userstream.io.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.userstream.io.kafka.TopicSpec;
import io.userstream.runloop.ranges.SourceRecord;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class DeadLetterCipherTest {
  private static final String KEY = KeyRingTest.key(1);
  private static final String OTHER = KeyRingTest.key(2);
  private static final DeadLetterCipher CIPHER = cipher(KEY);
  private static final String CHANGED =
      "it was encrypted with another key of the same id, or it was changed";

  @Test
  public void decryptionRestoresKeyAndValue() throws UndecryptableException {
    SourceRecord written = written(CIPHER, letter(5));

    SourceRecord read = CIPHER.decrypt(written);

    assertThat(new String(read.key(), UTF_8), is("key"));
    assertThat(new String(read.value(), UTF_8), is("value"));
    assertThat(written.key().length, is("key".length() + AesGcm.OVERHEAD_BYTES));
    assertThat(new String(written.key(), UTF_8), not(containsString("key")));
    assertThat(new String(written.value(), UTF_8), not(containsString("value")));
    assertThat(DeadLetterCipher.encryption(written.headers()), is(Optional.of("A256GCM;kid=1")));
  }

  @Test
  public void equalDeadLettersHaveDifferentCiphertexts() {
    assertThat(written(CIPHER, letter(5)).value(), is(not(written(CIPHER, letter(5)).value())));
  }

  @Test
  public void missingKeyAndValueStayMissing() throws UndecryptableException {
    SourceRecord none = SourceRecord.of("users", 0, 5, 1_000, 0, null, null, null);
    SourceRecord written = written(CIPHER, DeadLetter.ofRecord(none, "id", "invalid-key", "", 1));

    assertThat(written.key(), is(nullValue()));
    assertThat(written.value(), is(nullValue()));
    assertThat(CIPHER.decrypt(written).value(), is(nullValue()));
  }

  @Test
  public void deadLettersOfRowsAreEncryptedAsWell() throws UndecryptableException {
    DeadLetter row = DeadLetter.ofRow(new RowOrigin("t", "uuid"), 0, bytes("{}"), "malformed", "");

    assertThat(CIPHER.decrypt(written(CIPHER, row)).value(), is(bytes("{}")));
  }

  @Test
  public void ciphertextOfAnotherOriginIsRejected() {
    SourceRecord first = written(CIPHER, letter(5));
    SourceRecord second = written(CIPHER, letter(6));

    assertThat(problem(CIPHER, with(first, second.key(), first.value())), is(CHANGED));
    assertThat(problem(CIPHER, with(first, first.key(), second.value())), is(CHANGED));
  }

  @Test
  public void valueInThePlaceOfTheKeyIsRejected() {
    SourceRecord written = written(CIPHER, letter(5));

    assertThat(problem(CIPHER, with(written, written.value(), written.key())), is(CHANGED));
  }

  @Test
  public void everyFlippedBitIsRejected() {
    SourceRecord written = written(CIPHER, letter(5));
    for (int bit = 0; bit < Byte.SIZE * written.value().length; bit++) {
      byte[] flipped = written.value().clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThat(problem(CIPHER, with(written, written.key(), flipped)), is(CHANGED));
    }
    assertThat(problem(CIPHER, with(written, written.key(), new byte[3])), is(CHANGED));
  }

  @Test
  public void aNewFirstKeyEncryptsAndTheOldOneStillDecrypts() throws UndecryptableException {
    SourceRecord old = written(CIPHER, letter(5));
    DeadLetterCipher rotated = cipher("2:" + OTHER + "\n1:" + KEY);
    SourceRecord current = written(rotated, letter(6));

    assertThat(DeadLetterCipher.encryption(current.headers()), is(Optional.of("A256GCM;kid=2")));
    assertThat(rotated.decrypt(old).value(), is(bytes("value")));
    assertThat(rotated.decrypt(current).value(), is(bytes("value")));
    assertThat(
        problem(CIPHER, current),
        is("--deadLetterKey has no key with the id 2. Add the key to decrypt it"));
  }

  @Test
  public void anotherKeyOfTheSameIdIsReported() {
    assertThat(problem(cipher(OTHER), written(CIPHER, letter(5))), is(CHANGED));
  }

  @Test
  public void withoutAKeyNothingIsEncryptedAndEncryptedLettersAreReported()
      throws UndecryptableException {
    DeadLetterCipher none = DeadLetterEncryption.NONE.open();
    SourceRecord plain = written(none, letter(5));

    assertThat(plain.value(), is(bytes("value")));
    assertThat(DeadLetterCipher.encryption(plain.headers()), is(Optional.empty()));
    assertThat(CIPHER.decrypt(plain), is(plain));
    assertThat(
        problem(none, written(CIPHER, letter(5))),
        is("it is encrypted (A256GCM;kid=1). Set --deadLetterKey to decrypt it"));
  }

  @Test
  public void anUnknownAlgorithmIsReported() {
    SourceRecord written = written(CIPHER, letter(5));
    written.headers().add("userstream.encryption", bytes("B;kid=1"));

    assertThat(problem(CIPHER, written), containsString("in an unknown way (B;kid=1)"));
  }

  @Test
  public void aHeaderOfTheOriginalRecordDoesNotPretendEncryption() throws UndecryptableException {
    Headers headers = new RecordHeaders().add("userstream.encryption", bytes("A256GCM;kid=1"));
    SourceRecord forged =
        SourceRecord.of("users", 0, 5, 1_000, 0, bytes("key"), bytes("value"), headers);
    DeadLetter letter = DeadLetter.ofRecord(forged, "id", "malformed", "", 1);

    SourceRecord plain = written(DeadLetterEncryption.NONE.open(), letter);
    SourceRecord encrypted = written(cipher("2:" + KEY), letter);

    assertThat(DeadLetterCipher.encryption(plain.headers()), is(Optional.empty()));
    assertThat(cipher("2:" + KEY).decrypt(encrypted).value(), is(bytes("value")));
  }

  @Test
  public void theLargestRecordFitsIntoAnEncryptedDeadLetter() {
    SourceRecord largest =
        SourceRecord.of("users", 0, 5, 1_000, 0, null, new byte[TopicSpec.MAX_RECORD_BYTES], null);
    String longest = "x".repeat(10_000);

    SourceRecord written =
        written(
            cipher("k".repeat(64) + ":" + KEY),
            DeadLetter.ofRecord(largest, "id", "malformed", longest, 1).fitted());

    assertThat(written.value().length, is(TopicSpec.MAX_RECORD_BYTES + AesGcm.OVERHEAD_BYTES));
    assertThat(written.bytes() < TopicSpec.MAX_DEAD_LETTER_BYTES, is(true));
  }

  private static String problem(DeadLetterCipher cipher, SourceRecord letter) {
    return assertThrows(UndecryptableException.class, () -> cipher.decrypt(letter)).getMessage();
  }

  private static DeadLetterCipher cipher(String keys) {
    return new DeadLetterCipher(KeyRing.parse(keys));
  }

  private static DeadLetter letter(long offset) {
    SourceRecord record =
        SourceRecord.of("users", 0, offset, 1_000, 0, bytes("key"), bytes("value"), null);
    return DeadLetter.ofRecord(record, "id", "malformed", "no JSON", 1);
  }

  private static SourceRecord written(DeadLetterCipher cipher, DeadLetter letter) {
    ProducerRecord<byte[], byte[]> written = cipher.encrypt(letter.toRecord("users.dlq"));
    return SourceRecord.of(
        "users.dlq", 0, 0, 0, 0, written.key(), written.value(), written.headers());
  }

  private static SourceRecord with(
      SourceRecord letter, @Nullable byte[] key, @Nullable byte[] value) {
    return SourceRecord.of(letter.topic(), 0, 0, 0, 0, key, value, letter.headers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
