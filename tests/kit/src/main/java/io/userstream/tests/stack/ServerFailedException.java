package io.userstream.tests.stack;

/** A server did not start or ended unasked. The message ends with the last lines of its log. */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerFailedException(String message) {
    super(message);
  }
}
