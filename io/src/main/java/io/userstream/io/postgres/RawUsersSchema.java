package io.userstream.io.postgres;

import io.userstream.runloop.servers.SetupException;
import org.flywaydb.core.Flyway;

/**
 * The form of the table {@code raw_users}: made, brought up to date, checked. Safe for use by
 * several threads, and by several processes at once: a migration locks the others out.
 */
public final class RawUsersSchema {
  /** Not Flyway's own default: another application may migrate the same database by Flyway. */
  private static final String HISTORY = "userstream_schema_history";

  private final PostgresConnection connection;

  public RawUsersSchema(PostgresConnection connection) {
    this.connection = connection;
  }

  /**
   * Makes the table, or brings it up to date; leaves alone what else is in the database.
   *
   * @return how many steps that took; 0 when it was there
   */
  public int migrate() {
    try {
      return flyway().migrate().migrationsExecuted;
    } catch (RuntimeException e) {
      throw PostgresFaults.named(connection, e);
    }
  }

  /**
   * Checks that {@link #migrate} has nothing to do.
   *
   * @throws SetupException when it has
   */
  public void require() {
    if (pending() > 0) {
      throw new SetupException(
          connection + " has no table raw_users of this version: run userstream setup.");
    }
  }

  /** Returns the number of steps that {@link #migrate} would take; changes nothing. */
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
        // The database may be another application's, too.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }
}
