package io.userstream.io.postgres;

import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.annotation.Nullable;
import org.apache.beam.sdk.io.jdbc.JdbcWriteResult;

/**
 * A few thousand rows of the table {@code raw_users}. Immutable. Not an AutoValue class, because
 * JdbcIO requires a subclass of JdbcWriteResult, which is one itself.
 */
public final class RawUsers extends JdbcWriteResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ImmutableList<RawUser> rows;

  private RawUsers(ImmutableList<RawUser> rows) {
    this.rows = rows;
  }

  /** Reads all rows, which have the columns {@link RawUser#COLUMNS}. */
  static RawUsers of(ResultSet result) throws SQLException {
    ImmutableList.Builder<RawUser> rows = ImmutableList.builder();
    while (result.next()) {
      rows.add(RawUser.of(result));
    }
    return new RawUsers(rows.build());
  }

  public ImmutableList<RawUser> rows() {
    return rows;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawUsers && ((RawUsers) other).rows.equals(rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  /** Returns only the number of rows, because payloads are personal data. */
  @Override
  public String toString() {
    return rows.size() + " raw users";
  }
}
