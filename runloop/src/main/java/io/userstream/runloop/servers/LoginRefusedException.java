package io.userstream.runloop.servers;

/** A server knows the user not, or by another password: trying again does not help. */
public final class LoginRefusedException extends ServerException {
  private static final long serialVersionUID = 1L;

  public LoginRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
