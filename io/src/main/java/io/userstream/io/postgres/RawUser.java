package io.userstream.io.postgres;

import io.userstream.model.ApiOrigin;
import io.userstream.model.RawUserParser;
import io.userstream.model.RejectedUserException;
import io.userstream.model.User;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import javax.annotation.Nullable;
import org.joda.time.Instant;

/**
 * A row of the table {@code raw_users}. Immutable.
 *
 * @param uuid the uuid in canonical form
 * @param payload the API's user object as JSON
 * @param fetchedAtMillis the time at which the user was fetched, in milliseconds since the epoch
 * @param parsed the user in the payload; null if it has not been parsed
 */
public record RawUser(
    String uuid,
    String seed,
    int page,
    int index,
    String payload,
    long fetchedAtMillis,
    @Nullable User parsed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The columns that {@link #of} reads, in this order. */
  static final String COLUMNS = "uuid, seed, page, index, payload::text, fetched_at";

  static RawUser of(ResultSet row) throws SQLException {
    return of(row, row.getString(5), null);
  }

  /**
   * Reads a row whose content is known.
   *
   * @param user the user in the payload, perhaps with the origin of another place; null if unknown
   */
  static RawUser of(ResultSet row, String payload, @Nullable User user) throws SQLException {
    String seed = row.getString(2);
    int page = row.getInt(3);
    int index = row.getInt(4);
    Instant fetchedAt =
        Instant.ofEpochMilli(row.getObject(6, OffsetDateTime.class).toInstant().toEpochMilli());
    return new RawUser(
        row.getString(1),
        seed,
        page,
        index,
        payload,
        fetchedAt.getMillis(),
        user == null
            ? null
            : user.toBuilder().setOrigin(origin(seed, page, index, fetchedAt)).build());
  }

  private static ApiOrigin origin(String seed, int page, int index, Instant fetchedAt) {
    return ApiOrigin.builder()
        .setSeed(seed)
        .setPage(page)
        .setIndex(index)
        .setFetchedAt(fetchedAt)
        .build();
  }

  /**
   * Returns the user in the payload.
   *
   * @throws RejectedUserException if the payload is not a user, or a user with another uuid
   */
  public User toUser() throws RejectedUserException {
    return parsed != null
        ? parsed
        : RawUserParser.parse(
            payload, uuid, origin(seed, page, index, Instant.ofEpochMilli(fetchedAtMillis)));
  }

  /** Returns only the uuid, because the payload is personal data. */
  @Override
  public String toString() {
    return "raw user " + uuid;
  }
}
