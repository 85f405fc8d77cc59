package io.userstream.runloop.servers;

/** A server was not there within the time that was allowed for it: a passing fault. */
public final class ServerUnavailableException extends ServerException {
  private static final long serialVersionUID = 1L;

  public ServerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
