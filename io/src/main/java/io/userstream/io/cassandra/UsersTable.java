package io.userstream.io.cassandra;

import com.datastax.driver.core.Session;
import io.userstream.io.options.OptionReader;
import java.time.Duration;

/**
 * The users' table of a Cassandra cluster, by name. Immutable.
 *
 * @param cassandra connects to the cluster
 * @param keyspace an unquoted CQL identifier
 * @param name an unquoted CQL identifier
 */
public record UsersTable(CassandraConnection cassandra, String keyspace, String name) {
  /** One attempt to connect: the caller will ask again. */
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(1);

  /**
   * Reads the options of Cassandra.
   *
   * @param reader gets what is wrong with them
   */
  public static UsersTable read(CassandraOptions options, OptionReader reader) {
    return new UsersTable(
        CassandraConnection.read(options, reader),
        reader.identifier("cassandraKeyspace", options.getCassandraKeyspace()),
        reader.identifier("cassandraTable", options.getCassandraTable()));
  }

  /**
   * Waits for the cluster, and checks the table.
   *
   * @throws io.userstream.runloop.servers.ServerException if the cluster does not answer in time,
   *     or the table is missing or does not fit
   */
  public void require(Duration timeout) throws InterruptedException {
    Session session = cassandra.await(timeout);
    try {
      open(session).requireTable();
    } finally {
      var unused = session.getCluster().closeAsync(); // Two seconds that nobody needs to wait.
    }
  }

  /**
   * Connects once and reads a row that need not exist.
   *
   * @throws io.userstream.runloop.servers.ServerException if no node answers
   * @throws com.datastax.driver.core.exceptions.DriverException if not enough replicas answer
   */
  public void probe() throws InterruptedException {
    Session session = cassandra.await(PROBE_TIMEOUT);
    try {
      open(session).probe();
    } finally {
      session.getCluster().close();
    }
  }

  /** Returns the table as a session sees it. */
  public UsersKeyspace open(Session session) {
    return new UsersKeyspace(session, keyspace, name);
  }

  /** Returns keyspace and name, as in {@code spark_streams.created_users}. */
  @Override
  public String toString() {
    return keyspace + "." + name;
  }
}
