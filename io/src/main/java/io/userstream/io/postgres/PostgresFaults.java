package io.userstream.io.postgres;

import com.google.common.base.Throwables;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Classifies PostgreSQL errors by SQLSTATE: appendix A of its documentation, "PostgreSQL Error
 * Codes".
 */
final class PostgresFaults {
  private static final String INVALID_PASSWORD_CLASS = "28";

  /** Not the password, but the role, its certificate, or pg_hba.conf; the message tells which. */
  private static final String NO_SUCH_ACCESS = "28000";

  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_COLUMN = "42703";
  private static final String NO_RIGHT = "42501";

  /** Our own: this host cannot use a reference to a password or a certificate. */
  static final String UNUSABLE_REFERENCE = "USREF";

  private PostgresFaults() {}

  /**
   * The server has become a standby. Its connections stay open, but only the new primary accepts
   * the work.
   */
  static final String READ_ONLY = "25006";

  /**
   * Returns whether a retry can help: the server is down, starting, stopping, overloaded or not the
   * primary anymore.
   */
  static boolean isTransient(Throwable fault) {
    SQLException e = of(fault);
    if (e == null) {
      return false;
    }
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") // connection failure
        || state.startsWith("53") // insufficient resources: too many connections, disk full
        || state.startsWith("57") // the server is shutting down or starting, or canceled the query
        || state.startsWith("58") // I/O error
        || state.startsWith("40") // deadlock, conflict of transactions
        || state.equals("55P03") // lock_timeout
        || state.equals(READ_ONLY)
        || state.equals("25P03") // idle_in_transaction_session_timeout
        || state.equals("25P04") // transaction_timeout
        // The pool cannot provide a connection.
        || (e.getSQLState() == null && e.getMessage().startsWith("Cannot get a connection"));
  }

  /** Returns whether the database caused the failure. */
  static boolean isOfDatabase(Throwable fault) {
    return of(fault) != null;
  }

  /** Returns the database's exception among the causes, or null if there is none. */
  @Nullable
  private static SQLException of(Throwable fault) {
    SQLException innermost = null;
    for (Throwable cause : Throwables.getCausalChain(fault)) {
      // The pool wraps the driver's exception in one without SQLSTATE.
      if (cause instanceof SQLException e && (innermost == null || e.getSQLState() != null)) {
        innermost = e;
      }
    }
    return innermost;
  }

  /** Returns the database's message without the driver's advice. */
  static String reason(Throwable fault) {
    SQLException e = of(fault);
    return String.valueOf((e == null ? fault : e).getMessage())
        .replaceFirst("(?s)[.]? Check that .*|\n.*", "");
  }

  /** Returns an exception with a message for the operator of the job. */
  static ServerException named(PostgresConnection connection, Throwable fault) {
    SQLException e = of(fault);
    String state = e == null ? "" : String.valueOf(e.getSQLState());
    boolean hasKey = connection.tls() != null && connection.tls().hasKey();
    Optional<String> tls = PostgresTls.reason(fault, hasKey);
    if (tls.isPresent()) {
      return new LoginRefusedException(connection + ": " + tls.get(), fault);
    }
    if (state.startsWith(INVALID_PASSWORD_CLASS)) {
      return new LoginRefusedException(
          String.format(
              Locale.ROOT,
              "%s rejected the login%s: fix --rawStoreUsername and --rawStorePassword.%s%s",
              connection,
              connection.username() == null ? "" : " of user " + connection.username(),
              hasKey ? " The common name of --rawStoreTlsKey must also be the user name." : "",
              state.equals(NO_SUCH_ACCESS) ? " Its message: " + reason(e) + "." : ""),
          fault);
    }
    return switch (state) {
      case NO_SUCH_DATABASE ->
          new SetupException(
              connection + " does not exist: create the database, or fix --rawStore.", fault);
      case NO_SUCH_TABLE, NO_SUCH_COLUMN ->
          new SetupException(
              connection
                  + " does not have the table raw_users of this version: run userstream setup.",
              fault);
      case NO_RIGHT ->
          new ServerException(
              String.format(
                  Locale.ROOT,
                  "%s: %s. Grant the permission to user %s.",
                  connection,
                  reason(e),
                  String.valueOf(connection.username())),
              fault);
      default ->
          new ServerException(
              connection + ": " + (e == null ? fault.toString() : reason(e)), fault);
    };
  }
}
