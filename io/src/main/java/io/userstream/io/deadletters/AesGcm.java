package io.userstream.io.deadletters;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM of the JDK's security provider. A message is the nonce, the ciphertext and the tag.
 *
 * <p>NIST SP 800-38D allows 2^32 messages with random nonces per key.
 */
final class AesGcm {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** The number of bytes by which a message is longer than its plaintext. */
  static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

  private AesGcm() {}

  /**
   * Encrypts.
   *
   * @param associated is authenticated and not part of the message
   */
  static byte[] encrypt(SecretKey key, byte[] plain, byte[] associated) {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      // Without parameters, the provider draws a random nonce, as FIPS 140 requires of a module.
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] nonce = cipher.getIV();
      if (nonce.length != NONCE_BYTES) {
        throw new GeneralSecurityException("the provider drew a nonce of " + nonce.length);
      }
      byte[] message = Arrays.copyOf(nonce, plain.length + OVERHEAD_BYTES);
      cipher.updateAAD(associated);
      int written = cipher.doFinal(plain, 0, plain.length, message, NONCE_BYTES);
      if (written != plain.length + TAG_BYTES) {
        throw new GeneralSecurityException("the provider appended no tag of " + TAG_BYTES);
      }
      return message;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(TRANSFORMATION + " cannot encrypt", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws AEADBadTagException if the message, the associated data or the key differs
   */
  static byte[] decrypt(SecretKey key, byte[] message, byte[] associated)
      throws AEADBadTagException {
    if (message.length < OVERHEAD_BYTES) {
      throw new AEADBadTagException("too short");
    }
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(Byte.SIZE * TAG_BYTES, message, 0, NONCE_BYTES));
      cipher.updateAAD(associated);
      return cipher.doFinal(message, NONCE_BYTES, message.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(TRANSFORMATION + " cannot decrypt", e);
    }
  }
}
