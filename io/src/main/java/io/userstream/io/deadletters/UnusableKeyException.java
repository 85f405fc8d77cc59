package io.userstream.io.deadletters;

/**
 * Thrown if this host cannot resolve or use the keys of dead letters. The message names the option,
 * the reference and the host. Retrying will not help.
 */
public final class UnusableKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnusableKeyException(String message) {
    super(message);
  }
}
