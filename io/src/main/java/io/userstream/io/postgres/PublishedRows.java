package io.userstream.io.postgres;

import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads the rows of {@code raw_users} that are marked as published to a topic, a few pages at a
 * time. Thread-safe.
 */
public final class PublishedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String RANGES =
      "SELECT seed, page, count(*) FROM raw_users WHERE published_at IS NOT NULL"
          + " AND erased_at IS NULL GROUP BY seed, page ORDER BY seed, page";

  private static final String ROWS =
      "SELECT uuid, mark ->> 'topicId', (mark ->> 'partition')::int, (mark ->> 'offset')::bigint,"
          + " coalesce((mark ->> 'at')::bigint, (extract(epoch FROM published_at) * 1000)::bigint)"
          + " FROM raw_users, coalesce(jsonb_extract_path(published_to, ?),"
          + " jsonb_extract_path(published_to, '"
          + PublicationMarks.ANY_TOPIC
          + "')) AS mark"
          + " WHERE seed = ? AND page BETWEEN ? AND ? AND published_at IS NOT NULL"
          + " AND erased_at IS NULL AND (published_to IS NULL OR mark IS NOT NULL)";

  private final PostgresConnection connection;

  public PublishedRows(PostgresConnection connection) {
    this.connection = connection;
  }

  /** Returns the page ranges with marked rows, a few thousand rows each. */
  public List<PageRange> ranges() throws SQLException {
    return connection.query(RANGES, PostgresConnection::stream, PageRange::gather);
  }

  /**
   * Reads the marked rows of some pages.
   *
   * @param topic skips rows that are marked only for other topics
   */
  public void read(PageRange range, String topic, Consumer<PublishedRow> each) throws SQLException {
    int unused =
        connection.query(
            ROWS,
            select -> {
              PostgresConnection.stream(select);
              select.setString(1, topic);
              select.setString(2, range.seed());
              select.setInt(3, range.firstPage());
              select.setInt(4, range.lastPage());
            },
            rows -> {
              int count = 0;
              for (; rows.next(); count++) {
                each.accept(row(rows));
              }
              return count;
            });
  }

  private static PublishedRow row(ResultSet rows) throws SQLException {
    return new PublishedRow(
        rows.getObject(1, UUID.class),
        rows.getString(2),
        rows.getObject(3, Integer.class),
        rows.getObject(4, Long.class),
        rows.getLong(5));
  }
}
