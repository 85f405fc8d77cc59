package io.userstream.runloop.servers;

/**
 * Thrown if something that {@code userstream setup} creates (a topic, a keyspace, a table) is
 * missing or different. Somebody must act before the job can run.
 */
public final class SetupException extends ServerException {
  private static final long serialVersionUID = 1L;

  public SetupException(String message) {
    super(message);
  }

  public SetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
