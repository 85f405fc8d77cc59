package io.userstream.pipelines.options;

import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.PostgresFaults;
import io.userstream.io.postgres.RawUsersTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job makes of {@link RawStoreOptions}. */
public final class RawStoreSettings {
  private static final Logger LOG = LoggerFactory.getLogger(RawStoreSettings.class);

  private RawStoreSettings() {}

  /** What is wrong with the options, one line each; looks whether the secret is there. */
  public static List<String> problems(RawStoreOptions options) {
    OptionProblems problems =
        new OptionProblems().secret("rawStorePassword", options.getRawStorePassword());
    String address = options.getRawStore();
    if (address == null) {
      if (options.getRawStoreUsername() != null || options.getRawStorePassword() != null) {
        problems.add("rawStore", "is needed beside its user name and password");
      }
    } else if (address.toLowerCase(Locale.ROOT).contains("password=")) {
      // Not shown: the secret is in it.
      problems.add("rawStore", "holds a password: give it by --rawStorePassword=env:NAME");
    } else if (!PostgresConnection.isAddress(address)) {
      problems.add(
          "rawStore", address, "is no address as in jdbc:postgresql://localhost:5432/userstream");
    }
    return problems.list();
  }

  /** The way to the database; empty when the options name none. Resolves the password. */
  public static Optional<PostgresConnection> connection(RawStoreOptions options) {
    return Optional.ofNullable(options.getRawStore())
        .map(
            address ->
                PostgresConnection.of(
                    address,
                    options.getRawStoreUsername(),
                    SecretReference.resolve(options.getRawStorePassword())));
  }

  /**
   * Waits for the database, and checks its table.
   *
   * @return the table; empty when the options name no database
   * @throws io.userstream.io.ServerException when the database or the table is not there, or the
   *     login is refused
   */
  public static <T extends RawStoreOptions & ConnectOptions> Optional<RawUsersTable> require(
      T options) throws InterruptedException {
    Optional<PostgresConnection> connection = connection(options);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    RawUsersTable table = new RawUsersTable(connection.get());
    table.await(ConnectSettings.timeout(options));
    table.require();
    return Optional.of(table);
  }

  /**
   * Work with the raw store that may be begun again at any time.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Work<T> {
    T begin() throws Exception;
  }

  /**
   * Does work, and begins it again, once the database is back, for as long as that is what it fails
   * for.
   *
   * @throws io.userstream.io.ServerException when the database stays away for longer than the
   *     connect time-out, or it fails for a lasting reason
   */
  public static <T> T untilDone(RawUsersTable table, Duration timeout, Work<T> work)
      throws InterruptedException {
    while (true) {
      try {
        return work.begin();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (!PostgresFaults.isPassing(e)) {
          throw table.named(e);
        }
        LOG.warn("{} failed: what is not done is begun again once it answers", table);
        table.await(timeout);
      }
    }
  }
}
