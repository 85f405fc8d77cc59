package io.userstream.model;

/**
 * A record that cannot become a row, for a lasting reason that lies in the record itself. The
 * message names the field and the rule, never the value: it stands in dead letters and may stand in
 * logs.
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
   * Rejections are values here, thrown many times a second in a poison storm: a stack trace would
   * only cost time.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
