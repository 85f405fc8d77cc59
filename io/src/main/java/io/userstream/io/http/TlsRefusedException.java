package io.userstream.io.http;

import java.io.IOException;

/**
 * Thrown if a server and this client do not accept each other's certificates. The message says why
 * and how to fix it, in sentences that follow the name of the server. Retrying will not help.
 */
public final class TlsRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
