package io.userstream.io.randomuser;

import java.io.IOException;

/** Thrown if a request failed with a transient fault, so a retry may succeed. */
final class PassingFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  PassingFaultException(String message) {
    super(message);
  }

  PassingFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
