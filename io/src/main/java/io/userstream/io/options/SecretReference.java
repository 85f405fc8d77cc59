package io.userstream.io.options;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A reference to a secret: {@code env:NAME} for an environment variable, or {@code file:PATH} for a
 * file, whose last line break is ignored. Options contain references instead of secrets, because
 * options appear in process lists, logs and web pages of clusters. Immutable.
 */
public final class SecretReference implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String ENV = "env:";
  private static final String FILE = "file:";

  private final String text;

  private SecretReference(String text) {
    this.text = text;
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException for anything else; the message does not contain the text,
   *     which may be the secret itself
   */
  public static SecretReference parse(String text) {
    boolean named =
        (text.startsWith(ENV) && text.length() > ENV.length())
            || (text.startsWith(FILE) && text.length() > FILE.length());
    if (!named) {
      throw new IllegalArgumentException(
          "must be a reference (env:NAME or file:PATH), not the secret itself (the value is not"
              + " shown here)");
    }
    return new SecretReference(text);
  }

  /**
   * Returns the secret.
   *
   * @throws IllegalArgumentException if the variable or file is missing or empty
   */
  public String resolve() {
    String secret =
        text.startsWith(ENV)
            ? variable(text.substring(ENV.length()))
            : file(text.substring(FILE.length()));
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(text + " is empty");
    }
    return secret;
  }

  /** Returns the reference, not the secret. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretReference && ((SecretReference) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException("environment variable " + name + " is not set");
    }
    return value;
  }

  private static String file(String path) {
    try {
      return Files.readString(Path.of(path)).replaceFirst("\\r?\\n$", "");
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new IllegalArgumentException("there is no file " + path, e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("file " + path + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("file " + path + " cannot be read", e);
    }
  }
}
