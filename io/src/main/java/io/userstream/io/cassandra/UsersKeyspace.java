package io.userstream.io.cassandra;

import com.datastax.driver.core.KeyspaceMetadata;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.TableMetadata;
import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.OperationTimedOutException;
import com.datastax.driver.core.exceptions.QueryExecutionException;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.SetupException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and checks the keyspace and the table of the users. Every method queries the cluster and
 * passes on exceptions of the driver (no permission, no node). Owns its session, and is as
 * thread-safe as that.
 */
public final class UsersKeyspace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsersKeyspace.class);

  private final Session session;
  private final String keyspace;
  private final String table;

  /** Creates an instance for unquoted CQL identifiers, which are case-insensitive. */
  public UsersKeyspace(Session session, String keyspace, String table) {
    this.session = session;
    this.keyspace = keyspace;
    this.table = table;
  }

  /** Closes the session in the background: the driver takes two seconds for it. */
  @Override
  public void close() {
    var unused = session.getCluster().closeAsync();
  }

  /** Returns the replication of the keyspace, or empty if the keyspace does not exist. */
  public Optional<KeyspaceReplication> replication() {
    return Optional.ofNullable(keyspaceMetadata())
        .map(metadata -> KeyspaceReplication.of(metadata.getReplication()));
  }

  /**
   * Creates the keyspace unless it exists.
   *
   * @throws ServerException if the cluster rejects the replication, for example because it does not
   *     have the data center, or allows only NetworkTopologyStrategy
   */
  public void createKeyspace(KeyspaceReplication replication) {
    try {
      execute(keyspaceStatement(replication));
    } catch (InvalidQueryException e) {
      throw new ServerException(
          String.format(
              Locale.ROOT,
              "Cassandra rejected the replication of keyspace %s (%s). Choose another"
                  + " --cassandraReplication, such as %s:1.",
              keyspace,
              e.getMessage(),
              session.getCluster().getMetadata().getAllHosts().iterator().next().getDatacenter()),
          e);
    }
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
   * Checks that the table exists and has the columns of {@link CreatedUsersTable}. Additional
   * columns of newer builds are accepted.
   *
   * @throws SetupException if not, with every difference and the fix
   */
  public void requireTable() {
    TableDifferences differences =
        differences()
            .orElseThrow(
                () ->
                    new SetupException(
                        String.format(
                            Locale.ROOT,
                            "%s %s is missing in Cassandra: run userstream setup.",
                            keyspaceMetadata() == null ? "Keyspace" : "Table",
                            keyspaceMetadata() == null ? keyspace : keyspace + "." + table)));
    if (!differences.conflicts().isEmpty()) {
      throw new SetupException(
          String.format(
              Locale.ROOT,
              "Table %s.%s does not match this build: %s. It was left unchanged. Alter it manually,"
                  + " or choose another table with --cassandraTable.",
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
              Locale.ROOT,
              "Table %s.%s does not have every column of this build: %s. Run userstream setup"
                  + " to add them.",
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

  /** Checks that {@link TokenRanges} are those of this cluster. */
  public void requireMurmur3() {
    TokenRanges.requireMurmur3(String.valueOf(session.getCluster().getMetadata().getPartitioner()));
  }

  private static String isMissing(UserColumn<?> column) {
    return "column " + column + " is missing";
  }

  /**
   * Reads a row, which need not exist, at the session's consistency level.
   *
   * @throws com.datastax.driver.core.exceptions.DriverException if not enough replicas respond
   */
  public void probe() {
    session.execute(probeStatement(new UUID(0, 0)));
  }

  /**
   * Measures how long a read of one row takes, which need not exist. Each time, other replicas may
   * have the row.
   *
   * @param limit how long to wait; a longer time is not measured
   * @return the limit if the read takes longer
   * @throws com.datastax.driver.core.exceptions.DriverException if no node responds
   */
  public Duration readLatency(Duration limit) {
    long startNanos = System.nanoTime();
    ResultSetFuture read = session.executeAsync(probeStatement(UUID.randomUUID()));
    try {
      ResultSet unused = read.getUninterruptibly(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | OperationTimedOutException | QueryExecutionException e) {
      // A replica that does not respond in time, or is overloaded, is slow.
      return limit;
    }
    return Duration.ofNanos(Math.min(limit.toNanos(), System.nanoTime() - startNanos));
  }

  private String probeStatement(UUID key) {
    return String.format(
        Locale.ROOT,
        "SELECT %s FROM %s WHERE %s = %s",
        CreatedUsersTable.KEY,
        CreatedUsersTable.qualifiedName(keyspace, table),
        CreatedUsersTable.KEY,
        key);
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
          "The Cassandra nodes do not agree on the schema yet. Check that all of them are up, then"
              + " run the command again.");
    }
  }
}
