package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
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

/** A row of the table {@code raw_users}. Immutable. */
@AutoValue
public abstract class RawUser implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The columns that {@link #of} reads, in this order. */
  static final String COLUMNS = "uuid, seed, page, index, payload::text, fetched_at";

  /** The uuid in canonical form. */
  public abstract String uuid();

  public abstract String seed();

  public abstract int page();

  public abstract int index();

  /** The API's user object as JSON. */
  public abstract String payload();

  /** The time at which the user was fetched, in milliseconds since the epoch. */
  public abstract long fetchedAtMillis();

  static RawUser of(ResultSet row) throws SQLException {
    return new AutoValue_RawUser(
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
        payload(),
        uuid(),
        ApiOrigin.builder()
            .setSeed(seed())
            .setPage(page())
            .setIndex(index())
            .setFetchedAt(Instant.ofEpochMilli(fetchedAtMillis()))
            .build());
  }

  // Declared because Beam looks for them.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /** Returns only the uuid, because the payload is personal data. */
  @Override
  public final String toString() {
    return "raw user " + uuid();
  }
}
