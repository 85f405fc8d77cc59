package io.userstream.pipelines.setup;

import io.userstream.io.cassandra.KeyspaceReplication;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.ConnectTimeout;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.registry.UsersRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of {@code setup}, read once. Immutable.
 *
 * @param topic the topics to create
 * @param table the table to create
 * @param registry empty to register no schema
 * @param rawStore empty if there is none
 * @param erasures whether to create the topic of erased users
 * @param connectTimeout how long to wait for a server
 * @param partitions of a new topic
 * @param replicationFactor of a new topic
 * @param minInsyncReplicas empty for the default
 * @param cassandraReplication of a new keyspace
 * @param mode whether to change anything
 */
record SetupConfig(
    UsersTopic topic,
    UsersTable table,
    Optional<UsersRegistry> registry,
    Optional<PostgresConnection> rawStore,
    boolean erasures,
    Duration connectTimeout,
    int partitions,
    int replicationFactor,
    OptionalInt minInsyncReplicas,
    KeyspaceReplication cassandraReplication,
    SetupMode mode) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static SetupConfig read(SetupOptions options, OptionReader reader) {
    UsersTopic topic = UsersTopic.read(options, reader);
    return new SetupConfig(
        topic,
        UsersTable.read(options, reader),
        UsersRegistry.read(options, topic.name(), reader),
        PostgresConnection.read(options, reader),
        ErasureKey.read(options, reader).isPresent(),
        ConnectTimeout.read(options, reader),
        reader.number("partitions", options.getPartitions(), 1, 10_000),
        reader.number("replicationFactor", options.getReplicationFactor(), 1, 100),
        minInsyncReplicas(options, reader),
        reader
            .parse(
                "cassandraReplication",
                options.getCassandraReplication(),
                KeyspaceReplication::parse)
            .orElse(null),
        SetupMode.dryRun(options.isDryRun()));
  }

  private static OptionalInt minInsyncReplicas(SetupOptions options, OptionReader reader) {
    Integer wanted = options.getMinInsyncReplicas();
    if (wanted == null) {
      return OptionalInt.empty();
    }
    if (wanted < 1 || wanted > options.getReplicationFactor()) {
      reader.reject(
          "minInsyncReplicas",
          wanted,
          String.format(
              Locale.ROOT,
              "must be from 1 to --replicationFactor=%d",
              options.getReplicationFactor()));
    }
    return OptionalInt.of(wanted);
  }
}
