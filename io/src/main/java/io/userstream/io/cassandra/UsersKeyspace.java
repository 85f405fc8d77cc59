package io.userstream.io.cassandra;

import com.datastax.driver.core.KeyspaceMetadata;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.TableMetadata;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyspace and the table of the users on a cluster: creates them, and checks them before a job
 * starts. Every method asks the cluster; what the driver throws (no permission, no node) goes to
 * the caller. As thread-safe as the session, which stays the caller's.
 */
public final class UsersKeyspace {
  private static final Logger LOG = LoggerFactory.getLogger(UsersKeyspace.class);

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

  /** Creates the keyspace unless it exists. */
  public void createKeyspace(KeyspaceReplication replication) {
    execute(keyspaceStatement(replication));
  }

  /** Returns the statement of {@link #createKeyspace}. */
  public String keyspaceStatement(KeyspaceReplication replication) {
    return "CREATE KEYSPACE IF NOT EXISTS "
        + CreatedUsersTable.quoted(keyspace)
        + " WITH replication = "
        + replication.toCql();
  }

  /** Creates the table unless it exists. */
  public void createTable() {
    execute(tableStatement());
  }

  /** Returns the statement of {@link #createTable}. */
  public String tableStatement() {
    return CreatedUsersTable.createStatement(keyspace, table);
  }

  /** Returns how the table differs from the one that this build needs; empty if it is missing. */
  public Optional<TableDifferences> differences() {
    return Optional.ofNullable(tableMetadata()).map(TableDifferences::of);
  }

  /** Adds columns to the table unless they exist. */
  public void addColumns(List<UserColumn<?>> columns) {
    execute(columnsStatement(columns));
  }

  /** Returns the statement of {@link #addColumns}. */
  public String columnsStatement(List<UserColumn<?>> columns) {
    return CreatedUsersTable.alterStatement(keyspace, table, columns);
  }

  /**
   * Checks that the table exists and has the columns of {@link CreatedUsersTable}. It may have
   * additional ones, which a newer build has added.
   *
   * @throws SetupException if not, with every difference and what to do
   */
  public void requireTable() {
    TableDifferences differences =
        differences()
            .orElseThrow(
                () ->
                    new SetupException(
                        String.format(
                            "%s %s is missing in Cassandra: run userstream setup.",
                            keyspaceMetadata() == null ? "Keyspace" : "Table",
                            keyspaceMetadata() == null ? keyspace : keyspace + "." + table)));
    if (!differences.conflicts().isEmpty()) {
      throw new SetupException(
          String.format(
              "Table %s.%s does not fit: %s. It was left unchanged: alter it by hand, or name"
                  + " another table with --cassandraTable.",
              keyspace,
              table,
              Stream.concat(
                      differences.conflicts().stream(),
                      differences.missing().stream().map(UsersKeyspace::isMissing))
                  .collect(Collectors.joining("; "))));
    }
    if (!differences.missing().isEmpty()) {
      throw new SetupException(
          String.format(
              "Table %s.%s does not have every column of this build: %s. Run userstream setup,"
                  + " which adds them.",
              keyspace,
              table,
              differences.missing().stream()
                  .map(UsersKeyspace::isMissing)
                  .collect(Collectors.joining("; "))));
    }
    if (!differences.additional().isEmpty()) {
      LOG.info(
          "table {}.{} has columns that this build neither reads nor writes: {}",
          keyspace,
          table,
          String.join(", ", differences.additional()));
    }
  }

  private static String isMissing(UserColumn<?> column) {
    return "column " + column + " is missing";
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
