package io.userstream.io.randomuser;

import io.userstream.runloop.servers.ServerException;

/** A page that cannot be had: the fault is a lasting one, or it outlasted the retry limit. */
public final class RandomUserException extends ServerException {
  private static final long serialVersionUID = 1L;

  RandomUserException(String message) {
    super(message);
  }

  RandomUserException(String message, Throwable cause) {
    super(message, cause);
  }
}
