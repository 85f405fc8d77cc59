package io.userstream.io.postgres;

import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A few thousand rows of the table {@code raw_users}. Immutable. */
public record RawUsers(ImmutableList<RawUser> rows) implements Serializable {
  private static final long serialVersionUID = 1L;

  static final RawUsers NONE = new RawUsers(ImmutableList.of());

  /** Reads all rows, which have the columns {@link RawUser#COLUMNS}. */
  static RawUsers of(ResultSet result) throws SQLException {
    ImmutableList.Builder<RawUser> rows = ImmutableList.builder();
    while (result.next()) {
      rows.add(RawUser.of(result));
    }
    return new RawUsers(rows.build());
  }

  /** Returns only the number of rows, because payloads are personal data. */
  @Override
  public String toString() {
    return rows.size() + " raw users";
  }
}
