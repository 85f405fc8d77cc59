package io.userstream.pipelines.options;

import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersSchema;
import io.userstream.io.postgres.RawUsersTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a job makes of {@link RawStoreOptions}. */
public final class RawStoreSettings {
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
   * @throws io.userstream.runloop.servers.ServerException when the database or the table is not
   *     there, or the login is refused
   */
  public static <T extends RawStoreOptions & ConnectOptions> Optional<RawUsersTable> require(
      T options) throws InterruptedException {
    Optional<PostgresConnection> connection = connection(options);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    RawUsersTable table = new RawUsersTable(connection.get());
    table.await(ConnectSettings.timeout(options));
    new RawUsersSchema(connection.get()).require();
    return Optional.of(table);
  }
}
