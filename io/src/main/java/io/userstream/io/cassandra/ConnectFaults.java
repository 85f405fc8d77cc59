package io.userstream.io.cassandra;

import com.datastax.driver.core.exceptions.NoHostAvailableException;
import io.userstream.io.options.UnusableReferenceException;
import io.userstream.runloop.servers.LoginRefusedException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerUnavailableException;
import io.userstream.runloop.servers.ServerWait;
import java.util.Locale;
import java.util.Optional;

/** Says why a connection to Cassandra failed, and which option fixes it. */
final class ConnectFaults {
  private final CassandraConnection cassandra;

  ConnectFaults(CassandraConnection cassandra) {
    this.cassandra = cassandra;
  }

  /**
   * Returns the fault that another attempt may fix.
   *
   * @throws LoginRefusedException if the cluster rejects the login, the certificate or TLS itself
   * @throws ServerException if this host cannot use the TLS options
   * @throws RuntimeException the given one, if it is none of the above
   */
  ServerWait.NotYetException transientOrThrow(RuntimeException e) {
    Optional<Throwable> refused = CassandraRefusals.in(e);
    if (refused.isPresent()) {
      throw new LoginRefusedException(
          cassandra.username() == null
              ? cassandra + " requires a login: set --cassandraUsername and --cassandraPassword."
              : String.format(
                  Locale.ROOT,
                  "%s rejected the login of user %s: fix --cassandraUsername and"
                      + " --cassandraPassword. %s",
                  cassandra,
                  cassandra.username(),
                  firstLine(refused.get())),
          e);
    }
    if (e instanceof ServerUnavailableException) {
      return new ServerWait.NotYetException(e.getMessage(), e);
    }
    if (e instanceof UnusableReferenceException) {
      throw new ServerException(cassandra + ": " + e.getMessage(), e);
    }
    Optional<Throwable> unchecked = CassandraRefusals.uncheckedIn(e);
    if (unchecked.isPresent()) {
      return new ServerWait.NotYetException(firstLine(unchecked.get()), e);
    }
    if (e instanceof NoHostAvailableException) {
      Optional<String> reason =
          new CqlProbe(cassandra.tls()).reason(cassandra.hosts(), cassandra.port());
      if (reason.isPresent()) {
        throw new LoginRefusedException(cassandra + ": " + reason.get(), e);
      }
      return new ServerWait.NotYetException("no node responds", e);
    }
    throw e;
  }

  private static String firstLine(Throwable fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
  }
}
