package io.userstream.io.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.kafka.common.header.Headers;

/**
 * The header of an encrypted dead letter, such as {@code A256GCM;kid=1}. A256GCM is the name of
 * AES-GCM with a key of 256 bits in RFC 7518.
 */
final class EncryptionHeader {
  private static final String PREFIX = "A256GCM;kid=";

  private EncryptionHeader() {}

  static void add(Headers headers, String keyId) {
    headers.add(DeadLetter.ENCRYPTION, (PREFIX + keyId).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the text of the header; empty if the dead letter is not encrypted. */
  static Optional<String> in(Headers headers) {
    return Optional.ofNullable(Origin.text(headers, DeadLetter.ENCRYPTION));
  }

  /** Returns the id of the key, or null for another algorithm. */
  @Nullable
  static String keyId(String text) {
    return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
  }
}
