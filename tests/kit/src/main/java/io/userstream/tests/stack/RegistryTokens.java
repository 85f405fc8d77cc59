package io.userstream.tests.stack;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/**
 * Issues tokens for a registry that knows the public key. Thread-safe.
 *
 * <p>The roles are those of Apicurio: {@code setup} registers schemas, and the others read them.
 */
final class RegistryTokens {
  private static final Duration VALIDITY = Duration.ofDays(30);

  private final KeyPair pair;

  RegistryTokens() {
    try {
      pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the key with which the registry verifies tokens, as base64 without line breaks. */
  String publicKey() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  /** Returns a new token for a user. */
  String of(String user) {
    return WebToken.signed(
        pair.getPrivate(),
        String.format(
            Locale.ROOT,
            "{\"sub\":\"%s\",\"upn\":\"%s\",\"groups\":[\"%s\"],\"iat\":%d,\"exp\":%d}",
            user,
            user,
            user.equals(StackUsers.ADMIN)
                ? "sr-admin"
                : user.equals("setup") ? "sr-developer" : "sr-readonly",
            Instant.now().getEpochSecond(),
            Instant.now().plus(VALIDITY).getEpochSecond()));
  }
}
