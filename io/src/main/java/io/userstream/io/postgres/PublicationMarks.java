package io.userstream.io.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Writes the marks of published rows, which {@link PublishedRows} reads. */
final class PublicationMarks {
  /**
   * Represents the topics to which an earlier release published a row without recording them. A row
   * gets this entry when it is marked for another topic, so that it still counts as published to
   * all topics. Not a valid topic name.
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
          + " 'at', (SELECT (extract(epoch FROM now()) * 1000)::bigint)))"
          + " FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::timestamptz[])"
          + " AS mark (uuid, place, at, fetched_at) WHERE raw_users.uuid = mark.uuid"
          + " AND date_trunc('milliseconds', raw_users.fetched_at) = mark.fetched_at";

  private static final String CHANGED =
      "SELECT "
          + RawUser.COLUMNS
          + " FROM raw_users, unnest(?::uuid[], ?::timestamptz[]) AS mark (of_row, read_at)"
          + " WHERE uuid = of_row AND erased_at IS NULL"
          + " AND date_trunc('milliseconds', fetched_at) <> read_at";

  private PublicationMarks() {}

  /** Marks rows as published; see {@link RawUsersTable#markPublished}. */
  static RawUsers write(
      PostgresConnection connection, String topic, String topicId, List<Publication> publications)
      throws SQLException {
    int marked = mark(connection, topic, topicId, publications);
    return marked == publications.size() ? RawUsers.NONE : changed(connection, publications);
  }

  private static RawUsers changed(PostgresConnection connection, List<Publication> publications)
      throws SQLException {
    return connection.query(
        CHANGED,
        select -> {
          Connection asked = select.getConnection();
          select.setArray(1, array(asked, "text", publications, sent -> sent.row().uuid()));
          select.setArray(2, array(asked, "text", publications, Publication::fetchedAt));
        },
        RawUsers::of);
  }

  private static int mark(
      PostgresConnection connection, String topic, String topicId, List<Publication> publications)
      throws SQLException {
    return connection.ask(
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
}
