package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.postgresql.Driver;

/**
 * The way to a database of PostgreSQL, with a pool of connections in each JVM that uses it.
 * Immutable; its text form leaves the password out. Safe for use by several threads.
 */
@AutoValue
public abstract class PostgresConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As many as DirectRunner's threads or an executor's task slots: each uses one at a time. */
  private static final int MAX_CONNECTIONS = 16;

  private static final int CONNECT_TIMEOUT_S = 10;

  /** Longer than any statement of ours takes: a count over ten million rows is the longest. */
  private static final int SOCKET_TIMEOUT_S = 300;

  private static final Duration POOL_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration IDLE_CHECK_INTERVAL = Duration.ofMinutes(1);

  /** A pool is of a JVM, not of a transform: runners make copies of those as they like. */
  private static final Map<PostgresConnection, BasicDataSource> POOLS = new ConcurrentHashMap<>();

  /** As in {@code jdbc:postgresql://localhost:5432/userstream}. */
  public abstract String url();

  /** Null to log in as the driver does by itself. */
  @Nullable
  public abstract String username();

  @Nullable
  abstract String password();

  /** The way to the database at this address, with this login. */
  public static PostgresConnection of(
      String url, @Nullable String username, @Nullable String password) {
    return new AutoValue_PostgresConnection(url, username, password);
  }

  /**
   * Reads the options of the raw store.
   *
   * @param reader gets what is wrong with them
   * @return empty if the options name no raw store, or are wrong
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
    if (address.toLowerCase(Locale.ROOT).contains("password=")) {
      // Not shown: it contains the secret.
      reader.reject("rawStore", "contains a password: use --rawStorePassword=env:NAME instead");
      return Optional.empty();
    }
    if (!address.startsWith("jdbc:postgresql:") || !new Driver().acceptsURL(address)) {
      reader.reject(
          "rawStore",
          address,
          "is not an address as in jdbc:postgresql://localhost:5432/userstream");
      return Optional.empty();
    }
    return Optional.of(
        of(
            address,
            options.getRawStoreUsername(),
            password.map(SecretReference::resolve).orElse(null)));
  }

  /**
   * What is asked of the database.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks on a connection that commits by itself. */
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Waits until the database answers a question.
   *
   * @param timeout how long to wait for it
   * @throws io.userstream.runloop.servers.ServerUnavailableException when nobody answered in that
   *     time
   * @throws ServerException at once, when the login is refused, or the database, a table or a right
   *     is missing
   */
  public <T> T await(Duration timeout, Question<T> question) throws InterruptedException {
    return ServerWait.forServer(toString(), timeout)
        .until(
            remaining -> {
              try {
                return ask(question);
              } catch (SQLException e) {
                if (PostgresFaults.isPassing(e)) {
                  throw new ServerWait.NotYetException(PostgresFaults.reason(e), e);
                }
                throw PostgresFaults.named(this, e);
              }
            });
  }

  /** Asks once. */
  <T> T ask(Question<T> question) throws SQLException {
    try (Connection connection = dataSource().getConnection()) {
      return question.ask(connection);
    }
  }

  /** The pool of this JVM. */
  DataSource dataSource() {
    return POOLS.computeIfAbsent(this, PostgresConnection::newPool);
  }

  private BasicDataSource newPool() {
    BasicDataSource pool = new BasicDataSource();
    // Not by its class name: on a cluster the JVM's own class path does not have it.
    pool.setDriver(new Driver());
    pool.setUrl(url());
    pool.setUsername(username());
    pool.setPassword(password());
    pool.addConnectionProperty("ApplicationName", "userstream");
    pool.addConnectionProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_S));
    pool.addConnectionProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
    pool.addConnectionProperty("tcpKeepAlive", "true");
    pool.setMaxTotal(MAX_CONNECTIONS);
    pool.setMaxIdle(MAX_CONNECTIONS);
    pool.setMaxWait(POOL_TIMEOUT);
    // One that died with the server is found before it is used.
    pool.setTestOnBorrow(true);
    pool.setDurationBetweenEvictionRuns(IDLE_CHECK_INTERVAL);
    pool.setMinEvictableIdle(IDLE_CHECK_INTERVAL);
    return pool;
  }

  /** Names the database as a message should: {@code PostgreSQL at host:port/database}. */
  @Override
  public final String toString() {
    return "PostgreSQL at "
        + url().replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*$", "");
  }
}
