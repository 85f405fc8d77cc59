package io.userstream.io.randomuser;

import java.io.IOException;

/** One request that failed in a way that the same request, later, may not. */
final class PassingFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  PassingFaultException(String message) {
    super(message);
  }

  PassingFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
