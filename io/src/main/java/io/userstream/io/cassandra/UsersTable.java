package io.userstream.io.cassandra;

import com.datastax.driver.core.Session;
import io.userstream.io.options.OptionReader;
import java.time.Duration;

/**
 * The users table of a Cassandra cluster. Immutable.
 *
 * @param cassandra connects to the cluster
 * @param keyspace an unquoted CQL identifier
 * @param name an unquoted CQL identifier
 */
public record UsersTable(CassandraConnection cassandra, String keyspace, String name) {
  /** Allows one attempt to connect. The caller retries. */
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(1);

  /**
   * Reads the Cassandra options.
   *
   * @param reader collects problems
   */
  public static UsersTable read(CassandraOptions options, OptionReader reader) {
    return new UsersTable(
        CassandraConnection.read(options, reader),
        reader.identifier("cassandraKeyspace", options.getCassandraKeyspace()),
        reader.identifier("cassandraTable", options.getCassandraTable()));
  }

  /**
   * Waits for the cluster and checks the table.
   *
   * @throws io.userstream.runloop.servers.ServerException if the cluster does not respond in time,
   *     or the table is missing or does not match this build
   */
  public void require(Duration timeout) throws InterruptedException {
    Session session = cassandra.await(timeout);
    try {
      open(session).requireTable();
    } finally {
      var unused = session.getCluster().closeAsync(); // takes two seconds
    }
  }

  /**
   * Connects once and reads a row that need not exist.
   *
   * @throws io.userstream.runloop.servers.ServerException if no node responds
   * @throws com.datastax.driver.core.exceptions.DriverException if not enough replicas respond
   */
  public void probe() throws InterruptedException {
    Session session = cassandra.await(PROBE_TIMEOUT);
    try {
      open(session).probe();
    } finally {
      session.getCluster().close();
    }
  }

  /** Returns the table in a session. */
  public UsersKeyspace open(Session session) {
    return new UsersKeyspace(session, keyspace, name);
  }

  /** Returns keyspace and name, like {@code spark_streams.created_users}. */
  @Override
  public String toString() {
    return keyspace + "." + name;
  }
}
