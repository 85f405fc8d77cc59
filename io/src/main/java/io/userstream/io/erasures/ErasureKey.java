package io.userstream.io.erasures;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.UnusableReferenceException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The key of the erasure list. Contains a reference, which each host resolves by itself. Immutable.
 */
public record ErasureKey(SecretReference secret) implements Serializable {
  private static final String OPTION = "erasureKey";
  private static final int KEY_BYTES = 32;

  /**
   * Reads the option.
   *
   * @param reader receives problems with the reference and with the key, without the key
   * @return empty if there is no key
   */
  public static Optional<ErasureKey> read(ErasureOptions options, OptionReader reader) {
    Optional<SecretReference> secret = reader.secret(OPTION, options.getErasureKey());
    secret.ifPresent(
        reference -> {
          try {
            byte[] unused = decode(reference.resolve());
          } catch (IllegalArgumentException e) {
            reader.reject(OPTION, reference, e.getMessage());
          }
        });
    return secret.map(ErasureKey::new);
  }

  /**
   * Resolves the key on this host.
   *
   * @return a function from an id to its hash, HMAC-SHA-256 in hexadecimal; thread-safe
   * @throws UnusableReferenceException with the option, the reference and this host, if it cannot
   */
  UnaryOperator<String> open() {
    byte[] key;
    try {
      key = decode(secret.resolve());
    } catch (IllegalArgumentException e) {
      throw new UnusableReferenceException(OPTION, secret, e);
    }
    HashFunction mac = Hashing.hmacSha256(key);
    return id -> mac.hashString(id, StandardCharsets.US_ASCII).toString();
  }

  /** The exception of the decoder is dropped, because its message contains a part of the key. */
  private static byte[] decode(String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be in Base64 (the key is not shown here)");
    }
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "must have 32 bytes and has " + key.length + ". Create one with openssl rand -base64 32");
    }
    return key;
  }
}
