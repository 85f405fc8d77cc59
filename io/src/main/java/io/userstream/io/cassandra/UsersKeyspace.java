package io.userstream.io.cassandra;

import com.datastax.driver.core.KeyspaceMetadata;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.TableMetadata;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The keyspace and the table of the users on a cluster: creates them, and checks them before a job
 * starts. Every method asks the cluster; what the driver throws (no permission, no node) goes to
 * the caller. As thread-safe as the session, which stays the caller's.
 */
public final class UsersKeyspace {
  private final Session session;
  private final String keyspace;
  private final String table;

  /** Names are unquoted CQL identifiers: upper and lower case are the same. */
  public UsersKeyspace(Session session, String keyspace, String table) {
    this.session = session;
    this.keyspace = keyspace;
    this.table = table;
  }

  /** Returns how the keyspace is replicated, or nothing when there is none. */
  public Optional<KeyspaceReplication> replication() {
    return Optional.ofNullable(keyspaceMetadata())
        .map(metadata -> KeyspaceReplication.of(metadata.getReplication()));
  }

  /** Creates the keyspace unless it is there. */
  public void createKeyspace(KeyspaceReplication replication) {
    execute(
        "CREATE KEYSPACE IF NOT EXISTS "
            + CreatedUsersTable.quoted(keyspace)
            + " WITH replication = "
            + replication.toCql());
  }

  /** Whether the table is there, whatever its columns. */
  public boolean hasTable() {
    return tableMetadata() != null;
  }

  /** Creates the table unless it is there. */
  public void createTable() {
    execute(CreatedUsersTable.createStatement(keyspace, table));
  }

  /**
   * Checks that the table is there and has exactly the columns of {@link CreatedUsersTable}.
   *
   * @throws SetupException when not, with every difference and what to do
   */
  public void requireTable() {
    TableMetadata metadata = tableMetadata();
    if (metadata == null) {
      throw new SetupException(
          String.format(
              "%s %s is missing in Cassandra: run userstream setup.",
              keyspaceMetadata() == null ? "Keyspace" : "Table",
              keyspaceMetadata() == null ? keyspace : keyspace + "." + table));
    }
    List<String> differences = CreatedUsersTable.differences(metadata);
    if (!differences.isEmpty()) {
      throw new SetupException(
          String.format(
              "Table %s.%s has other columns: %s. It is left as it is: alter it by hand, or name"
                  + " another by --cassandraTable.",
              keyspace, table, String.join("; ", differences)));
    }
  }

  /**
   * Reads a row that need not be there, at the session's consistency level: returns when enough
   * replicas answer.
   *
   * @throws com.datastax.driver.core.exceptions.DriverException when they do not
   */
  public void probe() {
    session.execute(
        String.format(
            "SELECT %s FROM %s WHERE %s = 00000000-0000-0000-0000-000000000000",
            CreatedUsersTable.KEY,
            CreatedUsersTable.qualifiedName(keyspace, table),
            CreatedUsersTable.KEY));
  }

  @Nullable
  private KeyspaceMetadata keyspaceMetadata() {
    return session.getCluster().getMetadata().getKeyspace(keyspace);
  }

  @Nullable
  private TableMetadata tableMetadata() {
    KeyspaceMetadata metadata = keyspaceMetadata();
    return metadata == null ? null : metadata.getTable(table);
  }

  private void execute(String statement) {
    ResultSet done = session.execute(statement);
    if (!done.getExecutionInfo().isSchemaInAgreement()) {
      throw new ServerException(
          "The nodes of Cassandra do not agree on the schema yet: are all of them up? Then run the"
              + " command again.");
    }
  }
}
