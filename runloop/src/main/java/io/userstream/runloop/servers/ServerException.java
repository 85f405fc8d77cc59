package io.userstream.runloop.servers;

/**
 * A server did not do its part. The message is written for whoever runs the job: it names the
 * server, the thing that failed and what to do, holds no secret and no personal data, and can be
 * shown without a stack trace.
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
