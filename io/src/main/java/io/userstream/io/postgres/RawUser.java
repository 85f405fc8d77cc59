package io.userstream.io.postgres;

import io.userstream.model.ApiOrigin;
import io.userstream.model.RawUserParser;
import io.userstream.model.RejectedUserException;
import io.userstream.model.User;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.joda.time.Instant;

/**
 * A row of the table {@code raw_users}. Immutable.
 *
 * @param uuid the uuid in canonical form
 * @param payload the API's user object as JSON
 * @param fetchedAtMillis the time at which the user was fetched, in milliseconds since the epoch
 */
public record RawUser(
    String uuid, String seed, int page, int index, String payload, long fetchedAtMillis)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The columns that {@link #of} reads, in this order. */
  static final String COLUMNS = "uuid, seed, page, index, payload::text, fetched_at";

  static RawUser of(ResultSet row) throws SQLException {
    return new RawUser(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        row.getInt(4),
        row.getString(5),
        row.getObject(6, OffsetDateTime.class).toInstant().toEpochMilli());
  }

  /**
   * Returns the user in the payload.
   *
   * @throws RejectedUserException if the payload is not a user, or a user with another uuid
   */
  public User toUser() throws RejectedUserException {
    return RawUserParser.parse(
        payload,
        uuid,
        ApiOrigin.builder()
            .setSeed(seed)
            .setPage(page)
            .setIndex(index)
            .setFetchedAt(Instant.ofEpochMilli(fetchedAtMillis))
            .build());
  }

  /** Returns only the uuid, because the payload is personal data. */
  @Override
  public String toString() {
    return "raw user " + uuid;
  }
}
