package io.userstream.io.deadletters;

/** Thrown if a dead letter cannot be decrypted. The message names the reason and the fix. */
public final class UndecryptableException extends Exception {
  private static final long serialVersionUID = 1L;

  UndecryptableException(String message) {
    super(message);
  }
}
