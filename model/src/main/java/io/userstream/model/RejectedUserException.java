package io.userstream.model;

/**
 * Thrown for a record that can never become a row because of its content. The message names the
 * field and the rule, never the value, because it appears in dead letters and logs.
 */
public final class RejectedUserException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  public RejectedUserException(RejectReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }

  /**
   * Does nothing: a flood of poison records throws many of these per second, and nobody reads their
   * stack traces.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
