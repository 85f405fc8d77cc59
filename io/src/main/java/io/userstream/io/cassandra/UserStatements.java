package io.userstream.io.cassandra;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.CodecRegistry;
import com.datastax.driver.core.DataType;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.Session;
import com.google.auto.value.AutoValue;
import io.userstream.model.UserChange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The two statements of the users' table, prepared once a session. Safe for use by several threads.
 */
final class UserStatements {
  /**
   * What the server counts for a cell beside its value: write time, expiry and deletion time
   * (Cassandra's {@code Cell.dataSize}).
   */
  private static final int CELL_OVERHEAD_BYTES = 16;

  /** The same for a value that is null: the server keeps a tombstone. */
  private static final int NULL_OVERHEAD_BYTES = 20;

  /** What the server counts for a row beside its cells, and some: 24 bytes were measured. */
  private static final int ROW_OVERHEAD_BYTES = 48;

  private final PreparedStatement keep;
  private final PreparedStatement erase;
  private final CodecRegistry codecs;
  private final ProtocolVersion protocol;
  private final List<DataType> types;

  UserStatements(Session session, String keyspace, String table) {
    List<String> names =
        CreatedUsersTable.columns().stream()
            .map(CreatedUsersTable.Column::name)
            .collect(Collectors.toList());
    String name = CreatedUsersTable.qualifiedName(keyspace, table);
    // Idempotent: with its own write time a statement can be repeated by the driver at will.
    keep =
        session
            .prepare(
                String.format(
                    "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?",
                    name,
                    String.join(", ", names),
                    names.stream().map(column -> "?").collect(Collectors.joining(", "))))
            .setIdempotent(true);
    erase =
        session
            .prepare(
                String.format(
                    "DELETE FROM %s USING TIMESTAMP ? WHERE %s = ?", name, CreatedUsersTable.KEY))
            .setIdempotent(true);
    codecs = session.getCluster().getConfiguration().getCodecRegistry();
    protocol = session.getCluster().getConfiguration().getProtocolOptions().getProtocolVersion();
    types =
        CreatedUsersTable.columns().stream()
            .map(CreatedUsersTable.Column::type)
            .collect(Collectors.toList());
  }

  /** Binds the statement of a write. */
  Bound bind(UserWrite write) {
    UserChange change = write.change();
    if (change.user() == null) {
      UUID id = UUID.fromString(change.id());
      BoundStatement statement = erase.bind(write.writeTimeMicros(), id);
      return Bound.of(statement, statement.getBytesUnsafe(1), ROW_OVERHEAD_BYTES);
    }
    List<Object> values = UserRow.valuesOf(change.user());
    List<ByteBuffer> cells =
        IntStream.range(0, values.size())
            .mapToObj(i -> serialize(values.get(i), types.get(i)))
            .collect(Collectors.toList());
    BoundStatement statement = keep.bind();
    int bytes = ROW_OVERHEAD_BYTES;
    for (int i = 0; i < cells.size(); i++) {
      // A value that is not there is written as null: an earlier state of the user may have had
      // one.
      statement.setBytesUnsafe(i, cells.get(i));
      bytes +=
          cells.get(i) == null
              ? NULL_OVERHEAD_BYTES
              : CELL_OVERHEAD_BYTES + cells.get(i).remaining();
    }
    statement.setLong(cells.size(), write.writeTimeMicros());
    return Bound.of(statement, cells.get(0), bytes);
  }

  private ByteBuffer serialize(Object value, DataType type) {
    return value == null ? null : codecs.codecFor(type, value).serialize(value, protocol);
  }

  /** A statement that is ready to go. */
  @AutoValue
  abstract static class Bound {
    abstract BoundStatement statement();

    /** The serialized partition key. */
    abstract ByteBuffer key();

    /** What the server will count for it towards its limit on batches. */
    abstract int bytes();

    private static Bound of(BoundStatement statement, ByteBuffer key, int bytes) {
      return new AutoValue_UserStatements_Bound(statement, key, bytes);
    }
  }
}
