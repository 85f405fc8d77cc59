package io.userstream.io.postgres;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.io.jdbc.JdbcWriteResult;

/** Rows of the table {@code raw_users}, some thousands at the most. Immutable. */
@AutoValue
public abstract class RawUsers extends JdbcWriteResult implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract ImmutableList<RawUser> rows();

  static RawUsers of(List<RawUser> rows) {
    return new AutoValue_RawUsers(ImmutableList.copyOf(rows));
  }

  /** Reads all rows of {@link RawUser#COLUMNS}. */
  static RawUsers of(ResultSet result) throws SQLException {
    ImmutableList.Builder<RawUser> rows = ImmutableList.builder();
    while (result.next()) {
      rows.add(RawUser.of(result));
    }
    return of(rows.build());
  }
}
