package io.userstream.io.options;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * A reference to a secret: {@code env:NAME} for an environment variable, {@code file:PATH} for a
 * file, whose last line break is ignored, or the scheme of another {@link SecretProvider}. Options
 * contain references instead of secrets, because options appear in process lists, logs and web
 * pages of clusters. Immutable.
 */
public final class SecretReference implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String scheme;
  private final String name;

  /**
   * Looked up once per instance and JVM, because secrets are resolved for each connection, and a
   * look-up reads every jar. Null after deserialization.
   */
  @Nullable private transient volatile SecretProvider provider;

  private SecretReference(SecretProvider provider, String name) {
    this.scheme = provider.scheme();
    this.name = name;
    this.provider = provider;
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException for anything else; the message does not contain the text,
   *     which may be the secret itself
   */
  public static SecretReference parse(String text) {
    return parseIfReference(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be a reference ("
                        + Stream.concat(
                                Stream.of("env:NAME", "file:PATH"),
                                providers()
                                    .map(SecretProvider::scheme)
                                    .filter(scheme -> !scheme.matches("env|file"))
                                    .distinct()
                                    .map(scheme -> scheme + ":NAME"))
                            .collect(Collectors.joining(" or "))
                        + "), not the secret itself (the value is not shown here)"));
  }

  /** Parses a reference. Returns empty for any other text. */
  public static Optional<SecretReference> parseIfReference(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      return Optional.empty();
    }
    return providerOf(text.substring(0, colon))
        .map(provider -> new SecretReference(provider, text.substring(colon + 1)));
  }

  /**
   * Returns the secret as text.
   *
   * @throws IllegalArgumentException if the variable or file is missing, empty or not UTF-8
   */
  public String resolve() {
    String secret;
    try {
      secret =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(resolveBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          (scheme.equals("file") ? "file " + name : toString()) + " is not UTF-8 text", e);
    }
    secret = secret.replaceFirst("\\r?\\n$", "");
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(this + " is empty");
    }
    return secret;
  }

  /**
   * Returns the secret as text, on a worker.
   *
   * @param option the name of the option, for the message
   * @throws UnusableReferenceException if this host cannot resolve it
   */
  public String onThisHost(String option) {
    try {
      return resolve();
    } catch (IllegalArgumentException e) {
      throw new UnusableReferenceException(option, this, e);
    }
  }

  /**
   * Returns the secret as bytes, such as a key store.
   *
   * @throws IllegalArgumentException if it is missing
   */
  public byte[] resolveBytes() {
    SecretProvider known = provider;
    if (known == null) {
      known =
          providerOf(scheme)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          String.format(
                              Locale.ROOT,
                              "no provider of %s: references is on the class path",
                              scheme)));
      provider = known;
    }
    return known.resolve(name);
  }

  /** Returns the reference, not the secret. */
  @Override
  public String toString() {
    return scheme + ":" + name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretReference && other.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, name);
  }

  private static Optional<SecretProvider> providerOf(String scheme) {
    return providers().filter(provider -> provider.scheme().equals(scheme)).findFirst();
  }

  /**
   * The project's own class loader comes second: on Spark, jars of {@code --jars} are only in the
   * loader of the thread.
   */
  private static Stream<SecretProvider> providers() {
    return Stream.of(
            Optional.ofNullable(Thread.currentThread().getContextClassLoader()),
            Optional.of(SecretReference.class.getClassLoader()))
        .flatMap(Optional::stream)
        .flatMap(
            loader ->
                ServiceLoader.load(SecretProvider.class, loader).stream()
                    .map(ServiceLoader.Provider::get));
  }
}
