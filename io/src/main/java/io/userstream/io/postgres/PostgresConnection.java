package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import com.google.common.base.Ascii;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import io.userstream.io.tls.ClearText;
import io.userstream.io.tls.TlsSettings;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.annotation.Nullable;
import javax.sql.DataSource;
import org.postgresql.Driver;

/**
 * Connection settings for a PostgreSQL database. Each JVM that uses it has a connection pool.
 * Immutable and thread-safe. {@code toString} omits the credentials.
 */
@AutoValue
public abstract class PostgresConnection implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The driver's own log, which quotes addresses that it cannot parse. Every failure also throws an
   * exception. A static field, because a logger without references loses its level.
   */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private static final int FETCH_SIZE = 5_000;

  /** Static, because runners copy transforms: one pool per JVM. */
  private static final Map<PostgresConnection, DataSource> POOLS = new ConcurrentHashMap<>();

  /** For example {@code jdbc:postgresql://localhost:5432/userstream}. */
  public abstract String url();

  /** Null for the driver's default. */
  @Nullable
  public abstract String username();

  /** A reference, so that new connections use a rotated password. */
  @Nullable
  abstract SecretReference password();

  /** Null if the address alone decides about TLS. */
  @Nullable
  abstract TlsSettings tls();

  /** Returns the connection to a database with these credentials. */
  public static PostgresConnection of(
      String url,
      @Nullable String username,
      @Nullable SecretReference password,
      @Nullable TlsSettings tls) {
    return new AutoValue_PostgresConnection(url, username, password, tls);
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
    Optional<TlsSettings> tls = PostgresTls.read(options, reader);
    String address = options.getRawStore();
    if (address == null) {
      if (options.getRawStoreUsername() != null || options.getRawStorePassword() != null) {
        reader.reject("rawStore", "is required with a user name and password");
      }
      return Optional.empty();
    }
    if (Ascii.toLowerCase(address).contains("password=") || address.contains("@")) {
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
        of(address, options.getRawStoreUsername(), password.orElse(null), tls.orElse(null)));
  }

  /** Returns the hosts of the address. */
  public List<String> hosts() {
    return PostgresTls.hosts(url());
  }

  /** Returns the fix if the password is sent to another machine without TLS. */
  public Optional<String> clearText() {
    return ClearText.fix(
        password() != null && tls() == null ? PostgresTls.clearTextHosts(url()) : List.of(),
        "Set --rawStoreTlsTrust.");
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
    clearText().ifPresent(fix -> ClearText.warn(this, fix));
    return ServerWait.forServer(toString(), timeout)
        .until(
            remaining -> {
              try {
                return ask(question);
              } catch (SQLException e) {
                // At the start only: while work is in progress, certificates may be being renewed.
                if (PostgresFaults.isTransient(e) && !PostgresTls.isRefusal(e)) {
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

  /** Runs a statement that returns rows once. */
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
    return POOLS.computeIfAbsent(this, PostgresPool::new);
  }

  /** Returns the name for messages: {@code PostgreSQL at host:port/database}. */
  @Override
  public final String toString() {
    return "PostgreSQL at "
        + url().replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*$", "");
  }
}
