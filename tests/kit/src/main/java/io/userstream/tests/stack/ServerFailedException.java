package io.userstream.tests.stack;

/**
 * Thrown when a server does not start or ends unexpectedly. The message ends with the last lines of
 * the server's log.
 */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerFailedException(String message) {
    super(message);
  }
}
