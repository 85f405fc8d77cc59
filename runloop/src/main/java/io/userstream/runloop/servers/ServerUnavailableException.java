package io.userstream.runloop.servers;

/** Thrown if a server did not respond within its timeout. A transient fault. */
public final class ServerUnavailableException extends ServerException {
  private static final long serialVersionUID = 1L;

  public ServerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
