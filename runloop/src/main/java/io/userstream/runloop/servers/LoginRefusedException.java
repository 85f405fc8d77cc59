package io.userstream.runloop.servers;

/** Thrown if a server rejects the credentials. Retrying will not help. */
public final class LoginRefusedException extends ServerException {
  private static final long serialVersionUID = 1L;

  public LoginRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
