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
 * Writes pages of the API into the table {@code raw_users}, each by one statement: a page is there
 * as a whole or not at all. Pages that are there are written over. What comes out are the rows as
 * they stand in the table then, those that are not published yet; of each page one element.
 */
public final class WriteRawPages extends PTransform<PCollection<RawPage>, PCollection<RawUsers>> {
  private static final long serialVersionUID = 1L;

  private static final String UPSERT =
      "WITH stored AS ("
          + "INSERT INTO raw_users (uuid, seed, page, index, api_version, payload, fetched_at)"
          + " SELECT (user_ #>> '{login,uuid}')::uuid, ?, ?, place - 1, ?, user_, ?"
          + " FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY AS users (user_, place)"
          + " ON CONFLICT (uuid) DO UPDATE SET seed = EXCLUDED.seed, page = EXCLUDED.page,"
          + " index = EXCLUDED.index, api_version = EXCLUDED.api_version,"
          + " payload = EXCLUDED.payload, fetched_at = EXCLUDED.fetched_at"
          + " RETURNING *)"
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
    upsert.setObject(4, Instant.ofEpochMilli(page.fetchedAtMillis()).atOffset(ZoneOffset.UTC));
    upsert.setString(5, page.users());
  }
}
