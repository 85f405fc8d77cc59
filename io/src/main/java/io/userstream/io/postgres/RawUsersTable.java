package io.userstream.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts, finds, reads and marks rows of the table {@code raw_users}. Thread-safe. */
public final class RawUsersTable {
  private static final int VALID_TIMEOUT_S = 10;

  private final PostgresConnection connection;

  public RawUsersTable(PostgresConnection connection) {
    this.connection = connection;
  }

  /**
   * Numbers of rows.
   *
   * @param unpublished rows that Kafka has never acknowledged
   */
  public record Counts(long rows, long unpublished) {}

  /**
   * Work with the table that can be restarted at any time.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  public interface Work<T> {
    T begin() throws Exception;
  }

  /**
   * Waits for the database and checks the table.
   *
   * @throws io.userstream.runloop.servers.ServerException if the database does not respond in time
   *     or rejects the login, or the table is missing
   */
  public static RawUsersTable require(PostgresConnection connection, Duration timeout)
      throws InterruptedException {
    RawUsersTable table = new RawUsersTable(connection);
    table.await(timeout);
    new RawUsersSchema(connection).require();
    return table;
  }

  /**
   * Waits until the database responds.
   *
   * @throws io.userstream.runloop.servers.ServerException see {@link PostgresConnection#await}
   */
  public void await(Duration timeout) throws InterruptedException {
    connection.await(timeout, RawUsersTable::responds);
  }

  static boolean responds(Connection asked) throws SQLException {
    return asked.isValid(VALID_TIMEOUT_S);
  }

  /**
   * Does work. If the database fails with a transient fault, waits for it and restarts the work,
   * with growing pauses.
   *
   * @param timeout how long the database may be down, or refuse the work, without progress
   * @param progress counts what the work has done so far
   * @throws io.userstream.runloop.servers.ServerException if the database is down or refuses the
   *     work for longer, or has a fatal fault
   */
  public <T> T untilDone(Duration timeout, LongSupplier progress, Work<T> work)
      throws InterruptedException {
    return new RestartedWork(connection, timeout, progress).untilDone(work);
  }

  /**
   * Does work whose progress is unknown. An attempt that lasts longer than the timeout counts as
   * progress: the database accepted much of its work.
   */
  public <T> T untilDone(Duration timeout, Work<T> work) throws InterruptedException {
    AtomicLong startNanos = new AtomicLong();
    return untilDone(
        timeout,
        () -> (System.nanoTime() - startNanos.get()) / timeout.toNanos(),
        () -> {
          startNanos.set(System.nanoTime());
          return work.begin();
        });
  }

  /**
   * Returns the complete pages of a seed.
   *
   * @param firstPage the first page to check
   * @param lastPage the last page to check, inclusive
   * @param users the number of users that a page must have, starting at its first
   */
  public Set<Integer> wholePages(
      String seed, String apiVersion, int firstPage, int lastPage, int users) throws SQLException {
    return connection.query(
        "SELECT page FROM ("
            + "SELECT page, index FROM raw_users"
            + " WHERE seed = ? AND api_version = ? AND page BETWEEN ? AND ?"
            + " UNION ALL"
            + " SELECT also.page, also.index"
            + " FROM raw_user_places AS also JOIN raw_users ON raw_users.uuid = also.uuid"
            + " WHERE also.seed = ? AND api_version = ? AND also.page BETWEEN ? AND ?"
            + ") AS places WHERE index < ? GROUP BY page HAVING count(DISTINCT index) = ?",
        select -> {
          for (int parameter = 1; parameter <= 5; parameter += 4) {
            select.setString(parameter, seed);
            select.setString(parameter + 1, apiVersion);
            select.setInt(parameter + 2, firstPage);
            select.setInt(parameter + 3, lastPage);
          }
          select.setInt(9, users);
          select.setInt(10, users);
        },
        rows -> {
          Set<Integer> pages = new HashSet<>();
          while (rows.next()) {
            pages.add(rows.getInt(1));
          }
          return pages;
        });
  }

  /** Returns the last page of a seed that has a stored user, or 0 if there is none. */
  public int lastPage(String seed) throws SQLException {
    return one(
        "SELECT greatest((SELECT max(page) FROM raw_users WHERE seed = ?),"
            + " (SELECT max(page) FROM raw_user_places WHERE seed = ?), 0)",
        select -> {
          select.setString(1, seed);
          select.setString(2, seed);
        },
        row -> row.getInt(1));
  }

  /** Returns the time of the database's clock, which marks use. */
  public Instant now() throws SQLException {
    return one(
        "SELECT now()", select -> {}, row -> row.getObject(1, OffsetDateTime.class).toInstant());
  }

  /** Counts the selected rows. */
  public long selected(RawSelection selection) throws SQLException {
    return one(
        "SELECT count(*) FROM raw_users WHERE " + selection.condition(),
        select -> selection.set(select, 1),
        row -> row.getLong(1));
  }

  /** Counts the rows that match the selection, regardless of when they were published. */
  public Counts count(RawSelection selection) throws SQLException {
    return one(
        "SELECT count(*), count(*) FILTER (WHERE published_at IS NULL) FROM raw_users WHERE "
            + selection.conditionButPublished(),
        select -> selection.setButPublished(select, 1),
        row -> new Counts(row.getLong(1), row.getLong(2)));
  }

  /** Returns the page ranges of the selected rows, a few thousand rows each. */
  public List<PageRange> ranges(RawSelection selection) throws SQLException {
    return connection.query(
        "SELECT seed, page, count(*) FROM raw_users WHERE "
            + selection.condition()
            + " GROUP BY seed, page ORDER BY seed, page",
        select -> {
          PostgresConnection.stream(select);
          selection.set(select, 1);
        },
        PageRange::gather);
  }

  /** Returns the selected rows of some pages. */
  public RawUsers read(PageRange range, RawSelection selection) throws SQLException {
    return connection.query(
        "SELECT "
            + RawUser.COLUMNS
            + " FROM raw_users WHERE seed = ? AND page BETWEEN ? AND ? AND "
            + selection.condition(),
        select -> {
          select.setString(1, range.seed());
          select.setInt(2, range.firstPage());
          select.setInt(3, range.lastPage());
          selection.set(select, 4);
        },
        RawUsers::of);
  }

  /**
   * Marks rows as published, except rows whose content has changed since they were read.
   *
   * @param topicId distinguishes the topic from a recreated one
   * @return the rows whose content has changed, as they are now
   */
  public RawUsers markPublished(String topic, String topicId, List<Publication> publications)
      throws SQLException {
    return PublicationMarks.write(connection, topic, topicId, publications);
  }

  /**
   * Erases users. A row without an id and a payload is left, so that its page stays complete and is
   * not requested again.
   *
   * @param uuids in canonical form
   * @return the number of erased rows
   */
  public int erase(Collection<String> uuids) throws SQLException {
    return one(
        "WITH erased AS (SELECT uuid AS of_user, gen_random_uuid() AS of_nobody FROM raw_users"
            + " WHERE uuid = ANY (?)), places AS (UPDATE raw_user_places SET uuid = of_nobody"
            + " FROM erased WHERE uuid = of_user), rows AS (UPDATE raw_users SET uuid = of_nobody,"
            + " payload = '{}', erased_at = now(), published_at = now(), published_to = NULL"
            + " FROM erased WHERE uuid = of_user RETURNING 1) SELECT count(*) FROM rows",
        select -> setUuids(select, uuids),
        row -> row.getInt(1));
  }

  /** Counts the rows of users. */
  public int countOf(Collection<String> uuids) throws SQLException {
    return one(
        "SELECT count(*) FROM raw_users WHERE uuid = ANY (?)",
        select -> setUuids(select, uuids),
        row -> row.getInt(1));
  }

  private static void setUuids(PreparedStatement select, Collection<String> uuids)
      throws SQLException {
    select.setArray(1, select.getConnection().createArrayOf("uuid", uuids.toArray()));
  }

  /** Returns the ids of the users with an e-mail address. Reads the whole table. */
  public Set<String> idsWithEmail(String email) throws SQLException {
    return connection.query(
        "SELECT uuid FROM raw_users WHERE payload ->> 'email' = ?",
        select -> select.setString(1, email),
        rows -> {
          Set<String> ids = new HashSet<>();
          while (rows.next()) {
            ids.add(rows.getString(1));
          }
          return ids;
        });
  }

  @Override
  public String toString() {
    return connection.toString();
  }

  /** Runs a SELECT statement that returns exactly one row. */
  private <T> T one(
      String sql, PostgresConnection.Parameters parameters, PostgresConnection.Answer<T> answer)
      throws SQLException {
    return connection.query(
        sql,
        parameters,
        row -> {
          row.next();
          return answer.of(row);
        });
  }
}
