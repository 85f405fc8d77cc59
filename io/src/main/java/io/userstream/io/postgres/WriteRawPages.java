package io.userstream.io.postgres;

import com.google.common.collect.ImmutableList;
import io.userstream.model.RawPage;
import io.userstream.model.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
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

  /** Does not return the content of a row that came with the page, which need not be read back. */
  private static final String UPSERT =
      "WITH given AS ("
          + "SELECT uuid, ?::text AS seed, ?::integer AS page, (place - 1)::integer AS index,"
          + " ?::text AS api_version, ?::jsonb AS filters, text_::jsonb AS payload,"
          + " ?::timestamptz AS fetched_at"
          + " FROM unnest(?::uuid[], ?::text[]) WITH ORDINALITY AS users (uuid, text_, place)),"
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
          + ") RETURNING uuid, seed, page, index, fetched_at, published_at,"
          + " CASE WHEN published_at IS NULL AND NOT (? AND fetched_at = ?) THEN payload END"
          + " AS payload),"
          + " elsewhere AS (INSERT INTO raw_user_places (uuid, seed, page, index)"
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
    return pages
        .apply(ParDo.of(new WriteFn(connection)))
        .setCoder(SerializableCoder.of(RawUsers.class));
  }

  private static final class WriteFn extends DoFn<RawPage, RawUsers> {
    private static final long serialVersionUID = 1L;

    private final PostgresConnection connection;

    WriteFn(PostgresConnection connection) {
      this.connection = connection;
    }

    @ProcessElement
    public void write(@Element RawPage page, OutputReceiver<RawUsers> out) throws SQLException {
      out.output(
          connection.query(UPSERT, upsert -> set(page, upsert), rows -> unpublished(page, rows)));
    }
  }

  private static void set(RawPage page, PreparedStatement upsert) throws SQLException {
    Connection asked = upsert.getConnection();
    OffsetDateTime fetchedAt =
        Instant.ofEpochMilli(page.fetchedAtMillis()).atOffset(ZoneOffset.UTC);
    upsert.setString(1, page.seed());
    upsert.setInt(2, page.page());
    upsert.setString(3, page.apiVersion());
    upsert.setString(4, page.filters());
    upsert.setObject(5, fetchedAt);
    upsert.setArray(6, asked.createArrayOf("uuid", page.users().stream().map(User::id).toArray()));
    upsert.setArray(7, asked.createArrayOf("text", page.texts().toArray(new String[0])));
    upsert.setBoolean(8, page.isExact());
    upsert.setObject(9, fetchedAt);
  }

  private static RawUsers unpublished(RawPage page, ResultSet result) throws SQLException {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < page.users().size(); i++) {
      places.putIfAbsent(page.users().get(i).id(), i); // The first one is stored.
    }
    ImmutableList.Builder<RawUser> rows = ImmutableList.builder();
    while (result.next()) {
      int place = places.get(result.getString(1));
      boolean isOfPage = result.getString(5) == null;
      rows.add(
          isOfPage
              ? RawUser.of(result, page.texts().get(place), page.users().get(place))
              : RawUser.of(result));
    }
    return new RawUsers(rows.build());
  }
}
