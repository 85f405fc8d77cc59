package io.userstream.io.cassandra;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.Session;
import com.google.common.collect.ImmutableList;
import io.userstream.model.UserChange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** The two statements for the users table, prepared once per session. Thread-safe. */
final class UserStatements {
  /**
   * Bytes that the server counts for a cell in addition to its value: write time, time to live and
   * deletion time, 8 + 4 + 8 bytes (Cassandra 5's {@code Cell.dataSize}).
   */
  private static final int CELL_OVERHEAD_BYTES = 20;

  /**
   * Bytes that the server counts for a row in addition to its cells: key, liveness, deletion.
   * Measured: with 44, batches of six were up to 18 bytes larger than calculated. With 68, the
   * server logged no warning for 600,000 rows.
   */
  private static final int ROW_OVERHEAD_BYTES = 68;

  private final PreparedStatement keep;
  private final PreparedStatement erase;
  private final ImmutableList<UserColumn<?>> columns = CreatedUsersTable.columns();
  private final ProtocolVersion protocol;

  UserStatements(Session session, String keyspace, String table) {
    List<String> names = columns.stream().map(UserColumn::name).collect(Collectors.toList());
    String name = CreatedUsersTable.qualifiedName(keyspace, table);
    // Idempotent, so that the driver may retry: every statement has a fixed write time.
    keep =
        session
            .prepare(
                String.format(
                    Locale.ROOT,
                    "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?",
                    name,
                    String.join(", ", names),
                    names.stream().map(column -> "?").collect(Collectors.joining(", "))))
            .setIdempotent(true);
    erase =
        session
            .prepare(
                String.format(
                    Locale.ROOT,
                    "DELETE FROM %s USING TIMESTAMP ? WHERE %s = ?",
                    name,
                    CreatedUsersTable.KEY))
            .setIdempotent(true);
    protocol = session.getCluster().getConfiguration().getProtocolOptions().getProtocolVersion();
  }

  /** Binds the statement for a write. */
  Bound bind(UserWrite write) {
    UserChange change = write.change();
    if (change.user() == null) {
      UUID id = UUID.fromString(change.id());
      BoundStatement statement = erase.bind(write.writeTimeMicros(), id);
      return new Bound(statement, statement.getBytesUnsafe(1), ROW_OVERHEAD_BYTES);
    }
    BoundStatement statement = keep.bind();
    ByteBuffer key = null;
    int bytes = ROW_OVERHEAD_BYTES;
    for (int i = 0; i < columns.size(); i++) {
      // Missing values are written as null, because an earlier state of the user may have had them.
      ByteBuffer cell = columns.get(i).cell(change.user(), protocol);
      statement.setBytesUnsafe(i, cell);
      if (i == 0) {
        key = cell; // The key is not a cell, so the server does not count it.
      } else {
        bytes += CELL_OVERHEAD_BYTES + (cell == null ? 0 : cell.remaining());
      }
    }
    statement.setLong(columns.size(), write.writeTimeMicros());
    return new Bound(statement, key, bytes);
  }

  /**
   * A bound statement.
   *
   * @param key the serialized partition key
   * @param bytes the bytes that the server counts towards its limit for batches
   */
  record Bound(BoundStatement statement, ByteBuffer key, int bytes) {}
}
