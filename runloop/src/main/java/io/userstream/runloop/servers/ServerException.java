package io.userstream.runloop.servers;

/**
 * Thrown if a server fails. The message is for the person who runs the job: it names the server,
 * the problem and the fix, contains no secret and no personal data, and can be shown without a
 * stack trace.
 */
public class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
