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
 * Writes pages of the API into the table {@code raw_users}, each by one statement, so that a page
 * is there as a whole or not at all. The output has one element per page: the page's rows as they
 * are in the table then, without those that are published already.
 *
 * <p>A user that is in the table already keeps its row and its place. A further place of the same
 * user, as when page 2 of seed {@code run1} is page 1 of seed {@code run12}, goes into the table
 * {@code raw_user_places}. If the content of the user differs, as between two versions of the API,
 * the row takes the new content and counts as never published. If not, it stays as it is.
 */
public final class WriteRawPages extends PTransform<PCollection<RawPage>, PCollection<RawUsers>> {
  private static final long serialVersionUID = 1L;

  /** Leaves out the ages, which the API counts anew each day. */
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
          + ")"
          + " RETURNING *),"
          + " elsewhere AS ("
          + "INSERT INTO raw_user_places (uuid, seed, page, index)"
          + " SELECT given.uuid, given.seed, given.page, given.index"
          + " FROM given JOIN stored ON stored.uuid = given.uuid"
          + " WHERE (stored.seed, stored.page, stored.index) <> (given.seed, given.page, given.index)"
          + " ON CONFLICT DO NOTHING)"
          + " SELECT "
          + RawUser.COLUMNS
          + " FROM stored WHERE published_at IS NULL";

  private final PostgresConnection connection;

  private WriteRawPages(PostgresConnection connection) {
    this.connection = connection;
  }

  /** Writes into the table of that database. */
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
                // A page is a statement; JdbcIO would gather a thousand of them.
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
