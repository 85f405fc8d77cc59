package io.userstream.pipelines.check;

import io.userstream.pipelines.job.FailureMessage;
import io.userstream.runloop.servers.ServerUnavailableException;
import io.userstream.runloop.servers.ServerWait;

/** Turns exceptions into findings. */
final class Failure {
  private Failure() {}

  /** Returns the message, without the advice to wait longer, which a check does not do. */
  static String value(Throwable failure) {
    return failure instanceof ServerUnavailableException
            && failure.getCause() instanceof ServerWait.NotYetException reason
        ? "did not respond: " + reason.getMessage()
        : FailureMessage.of(failure);
  }

  /** Returns the fix, unless the message contains it. */
  static String fix(Throwable failure) {
    return failure instanceof ServerUnavailableException
        ? "Start it, or fix its address in the options."
        : "";
  }
}
