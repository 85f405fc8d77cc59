package io.userstream.io.postgres;

import io.userstream.model.RawPage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes pages of the API to the table {@code raw_users}. Each page is one statement, so it is
 * written completely or not at all. Outputs one element per page: the stored rows of the page that
 * are not published yet.
 *
 * <p>An existing row keeps its page and index. Further positions of the same user go to the table
 * {@code raw_user_places}; for example, page 2 of seed {@code run1} equals page 1 of seed {@code
 * run12}. If the content differs, for example because of another API version, the row gets the new
 * content and counts as unpublished. Otherwise it does not change.
 */
public final class WriteRawPages extends PTransform<PCollection<RawPage>, PCollection<RawUsers>> {
  private static final long serialVersionUID = 1L;

  /** Ignores ages, which the API calculates from the current date. */
  private static final String IS_SAME =
      "(kept.payload #- '{dob,age}' #- '{registered,age}'"
          + " = EXCLUDED.payload #- '{dob,age}' #- '{registered,age}')";

  private static final String UPSERT =
      "WITH given AS ("
          + "SELECT (user_ #>> '{login,uuid}')::uuid AS uuid, ?::text AS seed, ?::integer AS page,"
          + " (place - 1)::integer AS index, ?::text AS api_version, ?::jsonb AS filters,"
          + " user_ AS payload, ?::timestamptz AS fetched_at"
          + " FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY AS users (user_, place)),"
          + " stored AS ("
          + "INSERT INTO raw_users AS kept"
          + " (uuid, seed, page, index, api_version, filters, payload, fetched_at)"
          + " SELECT DISTINCT ON (uuid) uuid, seed, page, index, api_version, filters, payload,"
          + " fetched_at"
          + " FROM given ORDER BY uuid, index"
          + " ON CONFLICT (uuid) DO UPDATE SET api_version = EXCLUDED.api_version,"
          + " (payload, fetched_at, published_at) = (SELECT kept.payload, kept.fetched_at,"
          + " kept.published_at WHERE "
          + IS_SAME
          + " UNION ALL SELECT EXCLUDED.payload, EXCLUDED.fetched_at, NULL WHERE NOT "
          + IS_SAME
          + ") RETURNING *), elsewhere AS (INSERT INTO raw_user_places (uuid, seed, page, index)"
          + " SELECT given.uuid, given.seed, given.page, given.index FROM given JOIN stored ON"
          + " stored.uuid = given.uuid WHERE (stored.seed, stored.page, stored.index) <>"
          + " (given.seed, given.page, given.index) ON CONFLICT DO NOTHING) SELECT "
          + RawUser.COLUMNS
          + " FROM stored WHERE published_at IS NULL";

  private final PostgresConnection connection;

  private WriteRawPages(PostgresConnection connection) {
    this.connection = connection;
  }

  /** Writes to the table in a database. */
  public static WriteRawPages to(PostgresConnection connection) {
    return new WriteRawPages(connection);
  }

  @Override
  public PCollection<RawUsers> expand(PCollection<RawPage> pages) {
    PostgresConnection to = connection;
    return pages
        .apply(
            JdbcIO.<RawPage>write()
                .withDataSourceProviderFn(unused -> to.dataSource())
                .withStatement(UPSERT)
                // JdbcIO's default batch is a thousand statements.
                .withBatchSize(1)
                .withPreparedStatementSetter(WriteRawPages::set)
                .withWriteResults(RawUsers::of))
        .setCoder(SerializableCoder.of(RawUsers.class));
  }

  private static void set(RawPage page, PreparedStatement upsert) throws SQLException {
    upsert.setString(1, page.seed());
    upsert.setInt(2, page.page());
    upsert.setString(3, page.apiVersion());
    upsert.setString(4, page.filters());
    upsert.setObject(5, Instant.ofEpochMilli(page.fetchedAtMillis()).atOffset(ZoneOffset.UTC));
    upsert.setString(6, page.users());
  }
}
