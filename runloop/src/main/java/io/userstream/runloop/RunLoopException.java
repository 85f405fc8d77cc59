package io.userstream.runloop;

/** Thrown when the loop ends because of a fatal fault. Nothing is committed that is not stored. */
public final class RunLoopException extends Exception {
  private static final long serialVersionUID = 1L;

  public RunLoopException(String message, Throwable cause) {
    super(message, cause);
  }

  public RunLoopException(String message) {
    super(message);
  }
}
