package io.userstream.io.postgres;

import com.google.common.base.Throwables;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.sql.SQLException;
import javax.annotation.Nullable;

/**
 * What went wrong with PostgreSQL, by the code that the server gives: appendix A of its
 * documentation, "PostgreSQL Error Codes".
 */
final class PostgresFaults {
  private static final String INVALID_PASSWORD_CLASS = "28";
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_COLUMN = "42703";
  private static final String NO_RIGHT = "42501";

  private PostgresFaults() {}

  /** Whether trying again later may help: the server is away, starts, stops or is full. */
  static boolean isPassing(Throwable fault) {
    SQLException e = of(fault);
    if (e == null) {
      return false;
    }
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") // the connection
        || state.startsWith("53") // resources: too many connections, a full disk
        || state.startsWith("57P") // the server shuts down or starts
        || state.startsWith("40") // a deadlock
        // The pool's own, when no connection can be had.
        || (e.getSQLState() == null && e.getMessage().startsWith("Cannot get a connection"));
  }

  /** Whether the database is what failed. */
  static boolean isOfDatabase(Throwable fault) {
    return of(fault) != null;
  }

  /** The exception of the database among the causes; null when there is none. */
  @Nullable
  private static SQLException of(Throwable fault) {
    SQLException innermost = null;
    for (Throwable cause : Throwables.getCausalChain(fault)) {
      // The pool wraps, without a code, what the driver has thrown.
      if (cause instanceof SQLException e && (innermost == null || e.getSQLState() != null)) {
        innermost = e;
      }
    }
    return innermost;
  }

  /** In a few words. */
  static String reason(SQLException fault) {
    // The driver's advice comes behind it.
    return String.valueOf(of(fault).getMessage()).replaceFirst("(?s)[.]? Check that .*|\n.*", "");
  }

  /** The fault as whoever runs the job should read it. */
  static ServerException named(PostgresConnection connection, Throwable fault) {
    SQLException e = of(fault);
    String state = e == null ? "" : String.valueOf(e.getSQLState());
    if (state.startsWith(INVALID_PASSWORD_CLASS)) {
      return new LoginRefusedException(
          String.format(
              "%s refuses the login%s: correct --rawStoreUsername and --rawStorePassword.",
              connection, connection.username() == null ? "" : " of user " + connection.username()),
          fault);
    }
    return switch (state) {
      case NO_SUCH_DATABASE ->
          new SetupException(
              connection + " does not exist: create the database, or correct --rawStore.", fault);
      case NO_SUCH_TABLE, NO_SUCH_COLUMN ->
          new SetupException(
              connection + " has no table raw_users of this version: run userstream setup.", fault);
      case NO_RIGHT ->
          new ServerException(
              String.format(
                  "%s: %s: grant it to user %s.",
                  connection, reason(e), String.valueOf(connection.username())),
              fault);
      default ->
          new ServerException(
              connection + ": " + (e == null ? fault.toString() : reason(e)), fault);
    };
  }
}
