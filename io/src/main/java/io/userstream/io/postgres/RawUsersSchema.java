package io.userstream.io.postgres;

import io.userstream.runloop.servers.SetupException;
import org.flywaydb.core.Flyway;

/**
 * Creates, migrates and checks the table {@code raw_users}. Safe for concurrent use by threads and
 * processes, because migrations take a lock.
 */
public final class RawUsersSchema {
  /** Not Flyway's default, which another application in the same database may use. */
  private static final String HISTORY = "userstream_schema_history";

  private final PostgresConnection connection;

  public RawUsersSchema(PostgresConnection connection) {
    this.connection = connection;
  }

  /**
   * Creates or migrates the table. Does not change other tables.
   *
   * @return the number of migrations; 0 if the table was up to date
   */
  public int migrate() {
    try {
      return flyway().migrate().migrationsExecuted;
    } catch (RuntimeException e) {
      throw PostgresFaults.named(connection, e);
    }
  }

  /**
   * Checks that the table is up to date.
   *
   * @throws SetupException if not
   */
  public void require() {
    if (pending() > 0) {
      throw new SetupException(
          connection + " does not have the table raw_users of this version: run userstream setup.");
    }
  }

  /** Returns the number of pending migrations. */
  public int pending() {
    try {
      return flyway().info().pending().length;
    } catch (RuntimeException e) {
      throw PostgresFaults.named(connection, e);
    }
  }

  private Flyway flyway() {
    return Flyway.configure(RawUsersSchema.class.getClassLoader())
        .dataSource(connection.dataSource())
        .locations("classpath:io/userstream/io/postgres/migrations")
        .table(HISTORY)
        // Another application may use the same database.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }
}
