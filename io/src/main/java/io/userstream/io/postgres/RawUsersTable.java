package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import io.userstream.io.SetupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The table {@code raw_users} of a database: made and brought up to date, checked, asked, read a
 * few pages at a time. Safe for use by several threads.
 */
public final class RawUsersTable {
  /** Not Flyway's own default: another application may migrate the same database by Flyway. */
  private static final String HISTORY = "userstream_schema_history";

  private static final int VALID_TIMEOUT_S = 10;
  private static final int RANGE_ROWS = 5_000;
  private static final int FETCH_SIZE = 10_000;

  private final PostgresConnection connection;

  public RawUsersTable(PostgresConnection connection) {
    this.connection = connection;
  }

  /** How many rows there are. */
  @AutoValue
  public abstract static class Counts {
    public abstract long rows();

    /** How many of them Kafka has never acknowledged. */
    public abstract long unpublished();
  }

  /**
   * Waits until the database answers.
   *
   * @throws io.userstream.io.ServerException see {@link PostgresConnection#await}
   */
  public void await(Duration timeout) throws InterruptedException {
    connection.await(timeout, asked -> asked.isValid(VALID_TIMEOUT_S));
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
    MigrationInfo[] pending;
    try {
      pending = flyway().info().pending();
    } catch (RuntimeException e) {
      throw PostgresFaults.named(connection, e);
    }
    if (pending.length > 0) {
      throw new SetupException(
          connection + " has no table raw_users of this version: run userstream setup.");
    }
  }

  private Flyway flyway() {
    return Flyway.configure(RawUsersTable.class.getClassLoader())
        .dataSource(connection.dataSource())
        .locations("classpath:io/userstream/io/postgres/migrations")
        .table(HISTORY)
        // The database may be another application's, too.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /**
   * The pages of a seed of which nothing is missing.
   *
   * @param users how many users of the seed are asked for, from its first
   * @param pageSize users on each page but the last
   */
  public Set<Integer> wholePages(String seed, String apiVersion, long users, int pageSize)
      throws SQLException {
    long lastPage = (users + pageSize - 1) / pageSize;
    long onLastPage = users - (lastPage - 1) * pageSize;
    return connection.ask(
        asked -> {
          try (PreparedStatement select =
              asked.prepareStatement(
                  "SELECT page FROM raw_users WHERE seed = ? AND api_version = ? AND page <= ?"
                      + " AND index < CASE WHEN page = ? THEN ? ELSE ? END GROUP BY page"
                      + " HAVING count(*) = CASE WHEN page = ? THEN ? ELSE ? END")) {
            select.setString(1, seed);
            select.setString(2, apiVersion);
            select.setLong(3, lastPage);
            for (int parameter = 4; parameter <= 7; parameter += 3) {
              select.setLong(parameter, lastPage);
              select.setLong(parameter + 1, onLastPage);
              select.setLong(parameter + 2, pageSize);
            }
            Set<Integer> pages = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                pages.add(rows.getInt(1));
              }
            }
            return pages;
          }
        });
  }

  /** The database's clock, by which rows are marked. */
  public Instant now() throws SQLException {
    return connection.ask(
        asked -> {
          try (Statement select = asked.createStatement();
              ResultSet row = select.executeQuery("SELECT now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
          }
        });
  }

  /** Counts the rows that are selected. */
  public long selected(RawSelection selection) throws SQLException {
    return connection.ask(
        asked -> {
          try (PreparedStatement select =
              asked.prepareStatement(
                  "SELECT count(*) FROM raw_users WHERE " + selection.condition())) {
            selection.set(select, 1);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Counts the rows that match all of the selection but when they were published. */
  public Counts count(RawSelection selection) throws SQLException {
    return connection.ask(
        asked -> {
          try (PreparedStatement select =
              asked.prepareStatement(
                  "SELECT count(*), count(*) FILTER (WHERE published_at IS NULL) FROM raw_users"
                      + " WHERE "
                      + selection.conditionButPublished())) {
            selection.setButPublished(select, 1);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return new AutoValue_RawUsersTable_Counts(row.getLong(1), row.getLong(2));
            }
          }
        });
  }

  /**
   * Where the selected rows are, in pieces of some thousands that can be read at a time.
   *
   * @throws SQLException when the database does not answer
   */
  public List<PageRange> ranges(RawSelection selection) throws SQLException {
    return connection.ask(
        asked -> {
          // Without that the driver holds all rows in memory.
          asked.setAutoCommit(false);
          try (PreparedStatement select =
              asked.prepareStatement(
                  "SELECT seed, page, count(*) FROM raw_users WHERE "
                      + selection.condition()
                      + " GROUP BY seed, page ORDER BY seed, page")) {
            select.setFetchSize(FETCH_SIZE);
            selection.set(select, 1);
            List<PageRange> ranges = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              PageRange open = null;
              long openRows = 0;
              while (rows.next()) {
                String seed = rows.getString(1);
                int page = rows.getInt(2);
                long count = rows.getLong(3);
                if (open != null && open.isBefore(seed, page) && openRows + count <= RANGE_ROWS) {
                  open = PageRange.of(seed, open.firstPage(), page);
                  openRows += count;
                } else {
                  if (open != null) {
                    ranges.add(open);
                  }
                  open = PageRange.of(seed, page, page);
                  openRows = count;
                }
              }
              if (open != null) {
                ranges.add(open);
              }
            }
            return ranges;
          } finally {
            asked.rollback();
          }
        });
  }

  /** The selected rows of these pages. */
  public RawUsers read(PageRange range, RawSelection selection) throws SQLException {
    return connection.ask(
        asked -> {
          try (PreparedStatement select =
              asked.prepareStatement(
                  "SELECT "
                      + RawUser.COLUMNS
                      + " FROM raw_users WHERE seed = ? AND page BETWEEN ? AND ? AND "
                      + selection.condition())) {
            select.setString(1, range.seed());
            select.setInt(2, range.firstPage());
            select.setInt(3, range.lastPage());
            selection.set(select, 4);
            try (ResultSet rows = select.executeQuery()) {
              return RawUsers.of(rows);
            }
          }
        });
  }

  /** Notes that Kafka has these now. */
  public void markPublished(List<RawUser> rows) throws SQLException {
    connection.ask(
        asked -> {
          try (PreparedStatement update =
              asked.prepareStatement(
                  "UPDATE raw_users SET published_at = now() WHERE uuid = ANY (?::uuid[])")) {
            update.setArray(1, uuids(asked, rows));
            return update.executeUpdate();
          }
        });
  }

  private static java.sql.Array uuids(Connection connection, List<RawUser> rows)
      throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(RawUser::uuid).toArray());
  }

  /**
   * The exception with which a job ends that this table has stopped.
   *
   * @param failure what it failed with; one that has nothing to do with PostgreSQL comes back as it
   *     is
   */
  public RuntimeException named(Exception failure) {
    return PostgresFaults.isOfDatabase(failure)
        ? PostgresFaults.named(connection, failure)
        : failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
