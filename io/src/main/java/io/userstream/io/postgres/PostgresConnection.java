package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableSet;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.annotation.Nullable;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.postgresql.Driver;

/**
 * Connection settings for a PostgreSQL database. Each JVM that uses it has a connection pool.
 * Immutable and thread-safe. {@code toString} omits the credentials.
 */
@AutoValue
public abstract class PostgresConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * At least the number of DirectRunner's threads or an executor's task slots, which use one
   * connection each.
   */
  private static final int MAX_CONNECTIONS = 16;

  private static final int CONNECT_TIMEOUT_S = 10;

  /** Longer than any statement takes. The slowest one counts ten million rows. */
  private static final int SOCKET_TIMEOUT_S = 300;

  /**
   * The driver's own log, which quotes addresses that it cannot parse. Every failure also throws an
   * exception. A static field, because a logger without references loses its level.
   */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private static final int FETCH_SIZE = 5_000;
  private static final Duration POOL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration IDLE_CHECK_INTERVAL = Duration.ofMinutes(1);

  /**
   * SQLSTATEs after which a connection is closed instead of returned to the pool, in addition to
   * class 08: the server has become a standby, is shutting down, or has ended the session.
   */
  private static final ImmutableSet<String> BROKEN_BY =
      ImmutableSet.of(
          PostgresFaults.READ_ONLY, "57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

  /** Static, because runners copy transforms: one pool per JVM. */
  private static final Map<PostgresConnection, BasicDataSource> POOLS = new ConcurrentHashMap<>();

  /** For example {@code jdbc:postgresql://localhost:5432/userstream}. */
  public abstract String url();

  /** Null for the driver's default. */
  @Nullable
  public abstract String username();

  @Nullable
  abstract String password();

  /** Returns the connection to a database with these credentials. */
  public static PostgresConnection of(
      String url, @Nullable String username, @Nullable String password) {
    return new AutoValue_PostgresConnection(url, username, password);
  }

  /**
   * Reads the raw store options.
   *
   * @param reader collects problems
   * @return empty if no raw store is configured, or an option is wrong
   */
  public static Optional<PostgresConnection> read(RawStoreOptions options, OptionReader reader) {
    Optional<SecretReference> password =
        reader.secret("rawStorePassword", options.getRawStorePassword());
    String address = options.getRawStore();
    if (address == null) {
      if (options.getRawStoreUsername() != null || options.getRawStorePassword() != null) {
        reader.reject("rawStore", "is required with a user name and password");
      }
      return Optional.empty();
    }
    if (address.toLowerCase(Locale.ROOT).contains("password=") || address.contains("@")) {
      // The value can contain the secret, so the message omits it.
      reader.reject(
          "rawStore",
          "contains a user or a password (not shown): use --rawStoreUsername and"
              + " --rawStorePassword=env:NAME instead");
      return Optional.empty();
    }
    if (!address.startsWith("jdbc:postgresql:") || !new Driver().acceptsURL(address)) {
      reader.reject(
          "rawStore",
          address,
          "must be an address like jdbc:postgresql://localhost:5432/userstream");
      return Optional.empty();
    }
    return Optional.of(
        of(
            address,
            options.getRawStoreUsername(),
            password.map(SecretReference::resolve).orElse(null)));
  }

  /**
   * A query to the database.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  public interface Question<T> {
    /** Runs on a connection in auto-commit mode. */
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Runs a query, and retries it while the database is down.
   *
   * @param timeout how long to wait
   * @throws io.userstream.runloop.servers.ServerUnavailableException if the database does not
   *     respond in time
   * @throws ServerException immediately, if the login is rejected, or the database, a table or a
   *     permission is missing
   */
  public <T> T await(Duration timeout, Question<T> question) throws InterruptedException {
    return ServerWait.forServer(toString(), timeout)
        .until(
            remaining -> {
              try {
                return ask(question);
              } catch (SQLException e) {
                if (PostgresFaults.isTransient(e)) {
                  throw new ServerWait.NotYetException(PostgresFaults.reason(e), e);
                }
                throw PostgresFaults.named(this, e);
              }
            });
  }

  /** Runs a query once. */
  <T> T ask(Question<T> question) throws SQLException {
    try (Connection connection = dataSource().getConnection()) {
      return question.ask(connection);
    }
  }

  /** Sets the parameters of a statement. */
  interface Parameters {
    void set(PreparedStatement select) throws SQLException;
  }

  /** Reads the result of a statement. */
  interface Answer<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /** Runs a SELECT statement once. */
  <T> T query(String sql, Parameters parameters, Answer<T> answer) throws SQLException {
    return ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            parameters.set(select);
            try (ResultSet rows = select.executeQuery()) {
              return answer.of(rows);
            }
          }
        });
  }

  /**
   * Makes the driver fetch rows in portions instead of loading all of them, which needs a
   * transaction. The pool ends it.
   */
  static void stream(PreparedStatement select) throws SQLException {
    select.getConnection().setAutoCommit(false);
    select.setFetchSize(FETCH_SIZE);
  }

  /** Returns the pool of this JVM. */
  DataSource dataSource() {
    return POOLS.computeIfAbsent(this, PostgresConnection::newPool);
  }

  private BasicDataSource newPool() {
    BasicDataSource pool = new BasicDataSource();
    // An instance, because the pool cannot load the class by name on a Spark cluster.
    pool.setDriver(new Driver());
    pool.setUrl(url());
    pool.setUsername(username());
    pool.setPassword(password());
    pool.addConnectionProperty("ApplicationName", "userstream");
    pool.addConnectionProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_S));
    pool.addConnectionProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
    pool.addConnectionProperty("tcpKeepAlive", "true");
    // A pooler in transaction mode has no named statements. Statements are few and large, so
    // that parsing them each time costs little.
    pool.addConnectionProperty("prepareThreshold", "0");
    pool.setMaxTotal(MAX_CONNECTIONS);
    pool.setMaxIdle(MAX_CONNECTIONS);
    pool.setMaxWait(POOL_TIMEOUT);
    // Detects connections that a server restart has closed.
    pool.setTestOnBorrow(true);
    pool.setFastFailValidation(true);
    pool.setDisconnectionSqlCodes(BROKEN_BY);
    pool.setDurationBetweenEvictionRuns(IDLE_CHECK_INTERVAL);
    pool.setMinEvictableIdle(IDLE_CHECK_INTERVAL);
    return pool;
  }

  /** Returns the name for messages: {@code PostgreSQL at host:port/database}. */
  @Override
  public final String toString() {
    return "PostgreSQL at "
        + url().replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*$", "");
  }
}
