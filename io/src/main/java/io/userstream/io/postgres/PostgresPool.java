package io.userstream.io.postgres;

import com.google.common.collect.ImmutableSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;
import org.postgresql.Driver;

/** The connections of this JVM to one database. Thread-safe. */
final class PostgresPool extends BasicDataSource {
  /**
   * At least the number of DirectRunner's threads or an executor's task slots, which use one
   * connection each.
   */
  private static final int MAX_CONNECTIONS = 16;

  private static final int CONNECT_TIMEOUT_S = 10;

  /** Longer than any statement takes. The slowest one counts ten million rows. */
  private static final int SOCKET_TIMEOUT_S = 300;

  private static final Duration POOL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration IDLE_CHECK_INTERVAL = Duration.ofMinutes(1);

  /**
   * SQLSTATEs after which a connection is closed instead of returned to the pool, in addition to
   * class 08: the server has become a standby, is shutting down, or has ended the session.
   */
  private static final ImmutableSet<String> BROKEN_BY =
      ImmutableSet.of(
          PostgresFaults.READ_ONLY, "57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

  private final PostgresConnection connection;

  PostgresPool(PostgresConnection connection) {
    this.connection = connection;
    setUrl(connection.url());
    // An instance, because the pool cannot load the class by name on a Spark cluster.
    setDriver(new Driver());
    setMaxTotal(MAX_CONNECTIONS);
    setMaxIdle(MAX_CONNECTIONS);
    setMaxWait(POOL_TIMEOUT);
    // Detects connections that a server restart has closed.
    setTestOnBorrow(true);
    setFastFailValidation(true);
    setDisconnectionSqlCodes(BROKEN_BY);
    setDurationBetweenEvictionRuns(IDLE_CHECK_INTERVAL);
    setMinEvictableIdle(IDLE_CHECK_INTERVAL);
  }

  /** Returns a factory that resolves the references for each connection. */
  @Override
  protected ConnectionFactory createConnectionFactory() {
    return () -> getDriver().connect(connection.url(), properties());
  }

  private Properties properties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "userstream");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_S));
    properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
    properties.setProperty("tcpKeepAlive", "true");
    // A pooler in transaction mode has no named statements. Statements are few and large, so
    // that parsing them each time costs little.
    properties.setProperty("prepareThreshold", "0");
    if (connection.username() != null) {
      properties.setProperty("user", connection.username());
    }
    try {
      if (connection.password() != null) {
        properties.setProperty("password", connection.password().onThisHost("rawStorePassword"));
      }
      if (connection.tls() != null) {
        PostgresTls.use(connection.tls(), properties);
      }
    } catch (IllegalArgumentException e) {
      // On a worker. No retry helps, as with a wrong password.
      throw new SQLException(e.getMessage(), PostgresFaults.UNUSABLE_REFERENCE, e);
    }
    return properties;
  }
}
