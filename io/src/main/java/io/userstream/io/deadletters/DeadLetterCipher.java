package io.userstream.io.deadletters;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import io.userstream.runloop.ranges.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Encrypts and decrypts keys and values of dead letters. Headers stay readable. The ciphertext is
 * bound to the origin in the headers, so it cannot be moved to another dead letter. Thread-safe.
 */
public final class DeadLetterCipher {
  private enum Field {
    KEY,
    VALUE
  }

  private final KeyRing keys;

  DeadLetterCipher(KeyRing keys) {
    this.keys = keys;
  }

  /** Returns a dead letter encrypted with the first key, or unchanged if there is no key. */
  public ProducerRecord<byte[], byte[]> encrypt(ProducerRecord<byte[], byte[]> letter) {
    if (keys.isEmpty()) {
      return letter;
    }
    String id = keys.firstId();
    SecretKey key = keys.key(id).orElseThrow();
    EncryptionHeader.add(letter.headers(), id);
    return new ProducerRecord<>(
        letter.topic(),
        letter.partition(),
        letter.timestamp(),
        encrypt(key, letter.key(), Field.KEY, letter.headers()),
        encrypt(key, letter.value(), Field.VALUE, letter.headers()),
        letter.headers());
  }

  @Nullable
  private static byte[] encrypt(
      SecretKey key, @Nullable byte[] plain, Field field, Headers headers) {
    return plain == null ? null : AesGcm.encrypt(key, plain, associated(headers, field));
  }

  /** Returns whether there is a key. */
  public boolean hasKeys() {
    return !keys.isEmpty();
  }

  /** Returns algorithm and id of the key of a dead letter; empty if it is not encrypted. */
  public static Optional<String> encryption(Headers headers) {
    return EncryptionHeader.in(headers);
  }

  /**
   * Returns a dead letter with its original key and value. Returns one that is not encrypted
   * unchanged.
   *
   * @throws UndecryptableException if its key is missing or another one, or if the dead letter was
   *     changed
   */
  public SourceRecord decrypt(SourceRecord letter) throws UndecryptableException {
    Optional<String> encryption = encryption(letter.headers());
    if (encryption.isEmpty()) {
      return letter;
    }
    SecretKey key = key(encryption.get());
    return SourceRecord.of(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.timestampMs(),
        letter.writeTimeMicros(),
        decrypt(key, letter.key(), Field.KEY, letter.headers()),
        decrypt(key, letter.value(), Field.VALUE, letter.headers()),
        letter.headers());
  }

  private SecretKey key(String encryption) throws UndecryptableException {
    if (keys.isEmpty()) {
      throw new UndecryptableException(
          "it is encrypted (" + encryption + "). Set --deadLetterKey to decrypt it");
    }
    String id = EncryptionHeader.keyId(encryption);
    if (id == null) {
      throw new UndecryptableException(
          "it is encrypted in an unknown way (" + encryption + "). A later release can decrypt it");
    }
    return keys.key(id)
        .orElseThrow(
            () ->
                new UndecryptableException(
                    "--deadLetterKey has no key with the id "
                        + id
                        + ". Add the key to decrypt it"));
  }

  @Nullable
  private static byte[] decrypt(
      SecretKey key, @Nullable byte[] message, Field field, Headers headers)
      throws UndecryptableException {
    if (message == null) {
      return null;
    }
    try {
      return AesGcm.decrypt(key, message, associated(headers, field));
    } catch (AEADBadTagException e) {
      throw new UndecryptableException(
          "it was encrypted with another key of the same id, or it was changed");
    }
  }

  /** Returns the field and the origin. Lengths make the encoding unambiguous. */
  private static byte[] associated(Headers headers, Field field) {
    ByteArrayDataOutput out = ByteStreams.newDataOutput();
    write(field.name(), out);
    write(EncryptionHeader.in(headers).orElseThrow(), out);
    Origin origin = Origin.inHeaders(headers).orElse(null);
    if (origin instanceof RecordOrigin record) {
      write("record", out);
      write(record.topic(), out);
      write(record.topicId(), out);
      out.writeInt(record.partition());
      out.writeLong(record.offset());
      write(record.timestampMs() == null ? null : record.timestampMs().toString(), out);
    } else if (origin instanceof RowOrigin row) {
      write("row", out);
      write(row.table(), out);
      write(row.uuid(), out);
    }
    return out.toByteArray();
  }

  private static void write(@Nullable String text, ByteArrayDataOutput out) {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
