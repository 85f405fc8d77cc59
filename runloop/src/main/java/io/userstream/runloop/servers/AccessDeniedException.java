package io.userstream.runloop.servers;

/** A server knows the login, and does not allow it what was asked for. Retrying will not help. */
public final class AccessDeniedException extends ServerException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }
}
