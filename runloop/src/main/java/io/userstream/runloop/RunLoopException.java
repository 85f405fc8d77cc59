package io.userstream.runloop;

/**
 * A fault that no repetition mends: the loop has stopped, and committed nothing that is not safe.
 */
public final class RunLoopException extends Exception {
  private static final long serialVersionUID = 1L;

  public RunLoopException(String message, Throwable cause) {
    super(message, cause);
  }

  public RunLoopException(String message) {
    super(message);
  }
}
