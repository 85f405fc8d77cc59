package io.userstream.io.deadletters;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.UnusableReferenceException;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * Decides whether dead letters are encrypted, and with which keys. Contains a reference to the
 * keys, which each host resolves by itself. Immutable.
 *
 * @param keys null if dead letters are not encrypted
 */
public record DeadLetterEncryption(@Nullable SecretReference keys) implements Serializable {
  /** Dead letters are not encrypted. */
  public static final DeadLetterEncryption NONE = new DeadLetterEncryption(null);

  private static final String OPTION = "deadLetterKey";

  /**
   * Reads the option.
   *
   * @param reader receives problems with the reference and with the keys, without any key
   */
  public static DeadLetterEncryption read(DeadLetterOptions options, OptionReader reader) {
    SecretReference keys = reader.secret(OPTION, options.getDeadLetterKey()).orElse(null);
    if (keys != null) {
      try {
        KeyRing unused = KeyRing.parse(keys.resolve());
      } catch (IllegalArgumentException e) {
        reader.reject(OPTION, keys, e.getMessage());
      }
    }
    return new DeadLetterEncryption(keys);
  }

  /**
   * Resolves the keys on this host.
   *
   * @throws UnusableReferenceException with the option, the reference and this host, if it cannot
   */
  public DeadLetterCipher open() {
    if (keys == null) {
      return new DeadLetterCipher(KeyRing.EMPTY);
    }
    try {
      return new DeadLetterCipher(KeyRing.parse(keys.resolve()));
    } catch (IllegalArgumentException e) {
      throw new UnusableReferenceException(OPTION, keys, e);
    }
  }
}
