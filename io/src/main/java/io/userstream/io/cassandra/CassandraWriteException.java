package io.userstream.io.cassandra;

import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.SyntaxError;

/**
 * A serializable form of the Cassandra driver's exceptions. The originals hold addresses that
 * cannot be serialized, so Spark would pass only the text of a worker's failure to the driver, not
 * its type.
 */
public final class CassandraWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean fatal;

  private CassandraWriteException(String message, boolean fatal) {
    super(message);
    this.fatal = fatal;
  }

  /** Copies the message and the stack trace. */
  static CassandraWriteException of(Throwable fault) {
    boolean fatal = isLasting(fault);
    CassandraWriteException copy =
        new CassandraWriteException(
            fatal
                ? fault.getMessage()
                : fault.getClass().getSimpleName() + ": " + fault.getMessage(),
            fatal);
    copy.setStackTrace(fault.getStackTrace());
    return copy;
  }

  /**
   * Returns whether the fault is fatal: a retry cannot succeed until the table or a permission is
   * fixed.
   *
   * @param fault an exception of this class or of the driver
   */
  public static boolean isLasting(Throwable fault) {
    return (fault instanceof CassandraWriteException && ((CassandraWriteException) fault).fatal)
        || fault instanceof InvalidQueryException // no such table or column
        || fault instanceof SyntaxError
        || CassandraRefusals.isRefusal(fault);
  }
}
