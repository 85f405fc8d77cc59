package io.userstream.runloop.servers;

/** Thrown if a server accepts the login but denies the request. Retrying will not help. */
public final class AccessDeniedException extends ServerException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }
}
