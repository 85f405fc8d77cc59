package io.userstream.io.randomuser;

import io.userstream.runloop.servers.ServerException;

/** Thrown if a page cannot be fetched: because of a fatal fault, or after the retry limit. */
public final class RandomUserException extends ServerException {
  private static final long serialVersionUID = 1L;

  RandomUserException(String message) {
    super(message);
  }

  RandomUserException(String message, Throwable cause) {
    super(message, cause);
  }
}
