package io.userstream.io.options;

/**
 * Resolves the references of one scheme, such as {@code vault:userstream/kafka}. Another jar adds a
 * provider by naming it in {@code META-INF/services/io.userstream.io.options.SecretProvider}, and
 * has to be on the class path of the job and, with Spark, of the executors ({@code --jars}).
 *
 * <p>Implementations have a public constructor without parameters and are thread-safe. References
 * are resolved again for every new connection, so that rotated secrets are used; a provider that
 * pays for each request should cache for a short time.
 */
public interface SecretProvider {
  /** Returns the part of a reference before the first colon: lower-case letters and digits. */
  String scheme();

  /**
   * Returns a secret. Text is UTF-8.
   *
   * @param name the part of the reference after the first colon
   * @throws IllegalArgumentException if it cannot be resolved; the message becomes part of the
   *     job's error and must not contain the secret
   */
  byte[] resolve(String name);
}
