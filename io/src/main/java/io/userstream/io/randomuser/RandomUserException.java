package io.userstream.io.randomuser;

import java.io.IOException;

/**
 * A page that cannot be had: the fault is a lasting one, or has lasted for longer than the retry
 * limit. The message names the page, what was wrong and what to do, and holds no personal data.
 */
public final class RandomUserException extends IOException {
  private static final long serialVersionUID = 1L;

  RandomUserException(String message) {
    super(message);
  }

  RandomUserException(String message, Throwable cause) {
    super(message, cause);
  }
}
