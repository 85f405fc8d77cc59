package io.userstream.io.cassandra;

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
    try (UsersKeyspace users = open(timeout)) {
      users.requireTable();
    }
  }

  /**
   * Does the same as {@link #require} for a job that reads the whole table.
   *
   * @throws io.userstream.runloop.servers.ServerException see {@link #require}; also if the cluster
   *     has another partitioner than Murmur3Partitioner
   */
  public void requireForReading(Duration timeout) throws InterruptedException {
    try (UsersKeyspace users = open(timeout)) {
      users.requireTable();
      users.requireMurmur3();
    }
  }

  /**
   * Connects once and reads a row that need not exist.
   *
   * @throws io.userstream.runloop.servers.ServerException if no node responds
   * @throws com.datastax.driver.core.exceptions.DriverException if not enough replicas respond
   */
  public void probe() throws InterruptedException {
    try (UsersKeyspace users = open(PROBE_TIMEOUT)) {
      users.probe();
    }
  }

  /**
   * Waits for the cluster and opens a session.
   *
   * @throws io.userstream.runloop.servers.ServerException if the cluster does not answer in time
   */
  public UsersKeyspace open(Duration timeout) throws InterruptedException {
    return new UsersKeyspace(cassandra.await(timeout), keyspace, name);
  }

  /** Returns keyspace and name, like {@code spark_streams.created_users}. */
  @Override
  public String toString() {
    return keyspace + "." + name;
  }
}
