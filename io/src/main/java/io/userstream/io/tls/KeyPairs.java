package io.userstream.io.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Checks that a private key belongs to a certificate. */
final class KeyPairs {
  private KeyPairs() {}

  /**
   * Signs and verifies something.
   *
   * @throws IllegalArgumentException if the keys are not a pair
   */
  static void requireMatch(PrivateKey own, PublicKey certified) throws GeneralSecurityException {
    byte[] anything = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm(certified.getAlgorithm()));
    signature.initSign(own);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(anything);
    if (!signature.verify(signed)) {
      throw new IllegalArgumentException(
          "the private key is not that of the first certificate, which must be the own one");
    }
  }

  private static String algorithm(String key) {
    return switch (key) {
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> "SHA256with" + key;
    };
  }
}
