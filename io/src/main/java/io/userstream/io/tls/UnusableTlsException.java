package io.userstream.io.tls;

/**
 * Thrown if this host cannot resolve or use a reference of the TLS options. The message names the
 * option, the reference and the host. Retrying will not help.
 */
public final class UnusableTlsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnusableTlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
