package io.userstream.io.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.options.UnusableReferenceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * References to certificates or a key and to their password. The certificates are PEM text or a key
 * store of a type that Java recognizes, PKCS#12 or JKS. Immutable.
 *
 * @param option the name of the option, for messages
 * @param password null for none
 */
record Material(String option, SecretReference reference, @Nullable SecretReference password)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the references lead to. Compared by value. {@code toString} omits it. */
  static final class Content {
    private final byte[] bytes;
    @Nullable private final String password;

    Content(byte[] bytes, @Nullable String password) {
      this.bytes = bytes;
      this.password = password;
    }

    boolean isPem() {
      return pem().contains("-----BEGIN ");
    }

    String pem() {
      return new String(bytes, US_ASCII);
    }

    /** Returns the password, or null if there is none. */
    @Nullable
    char[] password() {
      return password == null ? null : password.toCharArray();
    }

    /**
     * Opens the key store.
     *
     * @throws IllegalArgumentException if it is not one, or the password is wrong
     */
    KeyStore store() throws GeneralSecurityException {
      try {
        // PKCS12 also reads JKS: keystore.type.compat.
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), password());
        return store;
      } catch (IOException e) {
        throw new IllegalArgumentException(
            e.getCause() instanceof UnrecoverableKeyException
                ? "the password of the key store is wrong"
                : "is neither PEM text nor a key store (PKCS#12 or JKS)"
                    + (password == null ? ", or needs a password" : ""),
            e);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Content
          && Arrays.equals(((Content) other).bytes, bytes)
          && Objects.equals(((Content) other).password, password);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * Makes something of a content.
   *
   * @param <T> what
   */
  interface Use<T> {
    /**
     * Returns it.
     *
     * @throws IllegalArgumentException with the problem
     */
    T of(Content content) throws GeneralSecurityException;
  }

  static Optional<Material> read(
      String option, @Nullable String value, @Nullable String password, OptionReader reader) {
    Optional<SecretReference> reference = reader.content(option, value);
    Optional<SecretReference> secret = reader.secret(option + "Password", password);
    if (password != null && value == null) {
      reader.reject(option + "Password", "needs --" + option);
    }
    // With a password that does not resolve, the content cannot be checked.
    return password != null && secret.isEmpty()
        ? Optional.empty()
        : reference.map(given -> new Material(option, given, secret.orElse(null)));
  }

  /** Reports if the content cannot be used. */
  void check(Use<?> use, OptionReader reader) {
    try {
      Object unused = using(use);
    } catch (IllegalArgumentException e) {
      reader.reject(option, reference, e.getMessage());
    }
  }

  /**
   * Uses the content.
   *
   * @throws UnusableReferenceException with the option, the reference and this host
   */
  <T> T use(Use<T> use) {
    try {
      return using(use);
    } catch (IllegalArgumentException e) {
      throw here(e);
    }
  }

  /**
   * Resolves the references.
   *
   * @throws UnusableReferenceException with the option, the reference and this host
   */
  Content onThisHost() {
    try {
      return content();
    } catch (IllegalArgumentException e) {
      throw here(e);
    }
  }

  private Content content() {
    return new Content(reference.resolveBytes(), password == null ? null : password.resolve());
  }

  private <T> T using(Use<T> use) {
    try {
      return use.of(content());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
    }
  }

  private UnusableReferenceException here(IllegalArgumentException e) {
    return new UnusableReferenceException(option, reference, e);
  }
}
