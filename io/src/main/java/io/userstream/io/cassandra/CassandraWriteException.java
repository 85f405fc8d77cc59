package io.userstream.io.cassandra;

import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.SyntaxError;
import com.datastax.driver.core.exceptions.UnauthorizedException;

/**
 * What the driver has thrown, in a form that travels: its own exceptions hold addresses that do not
 * serialize, and Spark then hands the text of a worker's failure to the driver, but not what it
 * was.
 */
public final class CassandraWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private CassandraWriteException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** Says the same as the fault, from the same place. */
  static CassandraWriteException of(Throwable fault) {
    boolean lasting = isLasting(fault);
    CassandraWriteException travelling =
        new CassandraWriteException(
            lasting
                ? fault.getMessage()
                : fault.getClass().getSimpleName() + ": " + fault.getMessage(),
            lasting);
    travelling.setStackTrace(fault.getStackTrace());
    return travelling;
  }

  /**
   * Whether somebody has to act before a repetition can succeed, on the table or on a permission.
   *
   * @param fault one of these, or what the driver has thrown where it was not a write
   */
  public static boolean isLasting(Throwable fault) {
    return (fault instanceof CassandraWriteException && ((CassandraWriteException) fault).lasting)
        || fault instanceof InvalidQueryException // no such table or column
        || fault instanceof SyntaxError
        || fault instanceof UnauthorizedException;
  }
}
