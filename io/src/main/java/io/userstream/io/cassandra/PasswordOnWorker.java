package io.userstream.io.cassandra;

import io.userstream.io.options.SecretReference;
import java.io.Serializable;
import org.apache.beam.sdk.options.ValueProvider;

/** A reference to a password that {@code CassandraIO} resolves on the worker that connects. */
final class PasswordOnWorker implements ValueProvider<String>, Serializable {
  private static final long serialVersionUID = 1L;

  private final SecretReference reference;

  PasswordOnWorker(SecretReference reference) {
    this.reference = reference;
  }

  /**
   * Returns the password.
   *
   * @throws io.userstream.io.options.UnusableReferenceException if this host cannot resolve it
   */
  @Override
  public String get() {
    return reference.onThisHost("cassandraPassword");
  }

  @Override
  public boolean isAccessible() {
    return true;
  }

  /** Returns the reference, not the password. */
  @Override
  public String toString() {
    return reference.toString();
  }
}
