package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of the table {@code raw_users}: counted, found, read a few pages at a time, marked. Safe
 * for use by several threads.
 */
public final class RawUsersTable {
  private static final Logger LOG = LoggerFactory.getLogger(RawUsersTable.class);
  private static final int VALID_TIMEOUT_S = 10;
  private static final int FETCH_SIZE = 10_000;

  /**
   * Stands for the topics to which an earlier release published a row: it did not note them. A row
   * gets this entry when it is marked for another topic, so that it still counts for all of them.
   * No topic can have this name.
   */
  static final String ANY_TOPIC = "*";

  private static final String MARK =
      "UPDATE raw_users SET published_at = now(),"
          + " published_to = coalesce(published_to, CASE WHEN published_at IS NULL THEN '{}'::jsonb"
          + " ELSE jsonb_build_object('"
          + ANY_TOPIC
          + "', jsonb_build_object('at', (extract(epoch FROM published_at) * 1000)::bigint)) END)"
          + " || jsonb_build_object(?::text,"
          + " jsonb_build_object('topicId', ?::text, 'partition', mark.place, 'offset', mark.at,"
          + " 'at', (extract(epoch FROM now()) * 1000)::bigint))"
          + " FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::timestamptz[])"
          + " AS mark (uuid, place, at, fetched_at) WHERE raw_users.uuid = mark.uuid"
          + " AND date_trunc('milliseconds', raw_users.fetched_at) = mark.fetched_at";

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
   * Work with the table that may be begun again at any time.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Work<T> {
    T begin() throws Exception;
  }

  /**
   * Waits for the database, and checks its table.
   *
   * @throws io.userstream.runloop.servers.ServerException if the database does not answer in time
   *     or refuses the login, or the table is missing
   */
  public static RawUsersTable require(PostgresConnection connection, Duration timeout)
      throws InterruptedException {
    RawUsersTable table = new RawUsersTable(connection);
    table.await(timeout);
    new RawUsersSchema(connection).require();
    return table;
  }

  /**
   * Waits until the database answers.
   *
   * @throws io.userstream.runloop.servers.ServerException see {@link PostgresConnection#await}
   */
  public void await(Duration timeout) throws InterruptedException {
    connection.await(timeout, asked -> asked.isValid(VALID_TIMEOUT_S));
  }

  /**
   * Does work, and begins it again, once the database is back, for as long as that is what it fails
   * for.
   *
   * @param timeout how long to wait for the database, each time
   * @throws io.userstream.runloop.servers.ServerException when the database stays away for longer,
   *     or fails for a lasting reason
   */
  public <T> T untilDone(Duration timeout, Work<T> work) throws InterruptedException {
    while (true) {
      try {
        return work.begin();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (!PostgresFaults.isPassing(e)) {
          throw named(e);
        }
        LOG.warn("{} failed: what is not done is begun again once it answers", this);
        await(timeout);
      }
    }
  }

  /**
   * The exception with which a job ends that this table has stopped; a failure that has nothing to
   * do with PostgreSQL stays as it is.
   */
  private RuntimeException named(Exception failure) {
    return PostgresFaults.isOfDatabase(failure)
        ? PostgresFaults.named(connection, failure)
        : failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }

  /**
   * Returns the pages of a seed of which nothing is missing.
   *
   * @param firstPage of the pages to look at
   * @param lastPage of them, inclusive
   * @param users that are asked for on each of these pages, from its first
   */
  public Set<Integer> wholePages(
      String seed, String apiVersion, int firstPage, int lastPage, int users) throws SQLException {
    return query(
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

  /** Returns the last page of a seed of which there is any user; 0 when there is none. */
  public int lastPage(String seed) throws SQLException {
    return query(
        "SELECT greatest((SELECT max(page) FROM raw_users WHERE seed = ?),"
            + " (SELECT max(page) FROM raw_user_places WHERE seed = ?), 0)",
        select -> {
          select.setString(1, seed);
          select.setString(2, seed);
        },
        row -> {
          row.next();
          return row.getInt(1);
        });
  }

  /** The database's clock, by which rows are marked. */
  public Instant now() throws SQLException {
    return query(
        "SELECT now()",
        select -> {},
        row -> {
          row.next();
          return row.getObject(1, OffsetDateTime.class).toInstant();
        });
  }

  /** Counts the rows that are selected. */
  public long selected(RawSelection selection) throws SQLException {
    return query(
        "SELECT count(*) FROM raw_users WHERE " + selection.condition(),
        select -> selection.set(select, 1),
        row -> {
          row.next();
          return row.getLong(1);
        });
  }

  /** Counts the rows that match all of the selection but when they were published. */
  public Counts count(RawSelection selection) throws SQLException {
    return query(
        "SELECT count(*), count(*) FILTER (WHERE published_at IS NULL) FROM raw_users WHERE "
            + selection.conditionButPublished(),
        select -> selection.setButPublished(select, 1),
        row -> {
          row.next();
          return new AutoValue_RawUsersTable_Counts(row.getLong(1), row.getLong(2));
        });
  }

  /** Where the selected rows are, in pieces of some thousands that can be read at a time. */
  public List<PageRange> ranges(RawSelection selection) throws SQLException {
    return query(
        "SELECT seed, page, count(*) FROM raw_users WHERE "
            + selection.condition()
            + " GROUP BY seed, page ORDER BY seed, page",
        select -> {
          // Without a transaction the driver holds all rows in memory; the pool ends it.
          select.getConnection().setAutoCommit(false);
          select.setFetchSize(FETCH_SIZE);
          selection.set(select, 1);
        },
        PageRange::gather);
  }

  /** The selected rows of these pages. */
  public RawUsers read(PageRange range, RawSelection selection) throws SQLException {
    return query(
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
   * Notes that Kafka has these now, unless one has taken a new content since it was read.
   *
   * @param topicId tells the topic from an earlier or later one of the same name
   */
  public void markPublished(String topic, String topicId, List<Publication> publications)
      throws SQLException {
    connection.ask(
        asked -> {
          try (PreparedStatement update = asked.prepareStatement(MARK)) {
            update.setString(1, topic);
            update.setString(2, topicId);
            update.setArray(3, array(asked, "text", publications, sent -> sent.row().uuid()));
            update.setArray(4, array(asked, "int4", publications, Publication::partition));
            update.setArray(5, array(asked, "int8", publications, Publication::offset));
            update.setArray(6, array(asked, "text", publications, Publication::fetchedAt));
            return update.executeUpdate();
          }
        });
  }

  private static Array array(
      Connection connection,
      String type,
      List<Publication> publications,
      Function<Publication, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, publications.stream().map(value).toArray());
  }

  @Override
  public String toString() {
    return connection.toString();
  }

  private interface Parameters {
    void set(PreparedStatement select) throws SQLException;
  }

  private interface Answer<T> {
    T of(ResultSet rows) throws SQLException;
  }

  private <T> T query(String sql, Parameters parameters, Answer<T> answer) throws SQLException {
    return connection.ask(
        asked -> {
          try (PreparedStatement select = asked.prepareStatement(sql)) {
            parameters.set(select);
            try (ResultSet rows = select.executeQuery()) {
              return answer.of(rows);
            }
          }
        });
  }
}
