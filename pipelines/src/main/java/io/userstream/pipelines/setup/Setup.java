package io.userstream.pipelines.setup;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.KeyspaceReplication;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.kafka.TopicDifference;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.io.kafka.Topics;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersSchema;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.pipelines.options.CassandraSettings;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.runloop.servers.SetupException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates the topics, the keyspace and the table, registers the schema, and leaves alone what is
 * there: run twice, the second run changes nothing. What is there in another shape is never altered
 * but reported, all of it at once.
 */
public final class Setup {
  /** From so many replicas on, one may be missing and a record still has two copies. */
  private static final int MIN_REPLICATED = 3;

  private final SetupOptions options;
  private final PrintStream out;
  private final List<String> conflicts = new ArrayList<>();

  private Setup(SetupOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(SetupOptions options) {
    return new OptionProblems()
        .addAll(KafkaSettings.problems(options))
        .addAll(CassandraSettings.problems(options))
        .addAll(RegistrySettings.problems(options))
        .addAll(RawStoreSettings.problems(options))
        .addAll(ConnectSettings.problems(options))
        .range("partitions", options.getPartitions(), 1, 10_000)
        .range("replicationFactor", options.getReplicationFactor(), 1, 100)
        .addAll(minInsyncReplicasProblems(options))
        .check(
            "cassandraReplication", options.getCassandraReplication(), KeyspaceReplication::parse)
        .list();
  }

  private static List<String> minInsyncReplicasProblems(SetupOptions options) {
    Integer wanted = options.getMinInsyncReplicas();
    OptionProblems problems = new OptionProblems();
    if (wanted != null && (wanted < 1 || wanted > options.getReplicationFactor())) {
      problems.add(
          "minInsyncReplicas",
          wanted,
          String.format(
              "must be from 1 to --replicationFactor, which is %d",
              options.getReplicationFactor()));
    }
    return problems.list();
  }

  /**
   * Does it, with a line for each thing.
   *
   * @param out gets the lines: what was created, and what was there
   * @throws SetupException when something is there in another shape; the rest is done all the same
   * @throws io.userstream.runloop.servers.ServerException when a server is not there or refuses
   */
  public static void run(SetupOptions options, PrintStream out) throws InterruptedException {
    Setup setup = new Setup(options, out);
    setup.topics();
    setup.schema();
    setup.keyspaceAndTable();
    setup.rawStore();
    if (!setup.conflicts.isEmpty()) {
      throw new SetupException(String.join("\n", setup.conflicts));
    }
  }

  private void topics() throws InterruptedException {
    try (Admin admin = KafkaSettings.await(options, ConnectSettings.timeout(options))) {
      Topics topics = new Topics(admin);
      topic(topics, TopicSpec.users(options.getTopic()));
      topic(topics, TopicSpec.deadLetters(KafkaSettings.deadLetterTopic(options)));
    }
  }

  private void topic(Topics topics, TopicSpec spec) throws InterruptedException {
    int factor = options.getReplicationFactor();
    TopicSpec wanted = replicated(spec, factor);
    if (topics.create(wanted, options.getPartitions(), (short) factor)) {
      out.printf("topic %s: created, partitions=%d%n", spec.name(), options.getPartitions());
      return;
    }
    int partitions = topics.partitions(spec.name());
    out.printf(
        "topic %s: was there, partitions=%d%s%n",
        spec.name(),
        partitions,
        partitions == options.getPartitions()
            ? ""
            : " (not " + options.getPartitions() + ": left as they are)");
    // A topic that no longer takes writes would be the result of asking for more than it has.
    TopicSpec actual = replicated(spec, topics.replicationFactor(spec.name()));
    List<TopicDifference> differences = topics.differences(actual);
    if (differences.isEmpty()) {
      return;
    }
    String difference =
        String.format(
            "%s. It is left as it is; this changes it: %s",
            differences.stream().map(TopicDifference::toString).collect(Collectors.joining("; ")),
            actual.alterCommand(options.getBootstrapServers(), differences));
    if (differences.stream().allMatch(TopicDifference::isMinimum)) {
      // As topics of earlier releases are: jobs that wait for setup go on working with them.
      out.printf("topic %s: warning: %s%n", spec.name(), difference);
    } else {
      conflicts.add(
          String.format("Topic %s has another configuration: %s", spec.name(), difference));
    }
  }

  /**
   * Acknowledged is to mean replicated: with three replicas or more, all but one have to have a
   * record. With fewer, that would be one replica, or no writes while a broker is down.
   */
  private TopicSpec replicated(TopicSpec spec, int factor) {
    Integer wanted = options.getMinInsyncReplicas();
    if (wanted != null) {
      return spec.withMinInsyncReplicas(Math.min(wanted, factor));
    }
    return factor < MIN_REPLICATED ? spec : spec.withMinInsyncReplicas(factor - 1);
  }

  private void schema() throws InterruptedException {
    Optional<RegistryConnection> connection = RegistrySettings.connection(options);
    if (connection.isPresent()) {
      RegistryClient registry = new RegistryClient(connection.get());
      List<String> found =
          registry.await(
              ConnectSettings.timeout(options),
              asked -> {
                List<String> each = new ArrayList<>();
                new SchemaSetup(options.getTopic(), options.getSchemaRegistry())
                    .run(asked, out, each);
                return each;
              });
      conflicts.addAll(found);
    }
  }

  private void rawStore() throws InterruptedException {
    Optional<PostgresConnection> connection = RawStoreSettings.connection(options);
    if (connection.isPresent()) {
      RawUsersTable table = new RawUsersTable(connection.get());
      table.await(ConnectSettings.timeout(options));
      int steps = new RawUsersSchema(connection.get()).migrate();
      out.printf(
          "raw store, %s: %s%n",
          table, steps == 0 ? "was there" : "table raw_users brought up to date");
    }
  }

  private void keyspaceAndTable() throws InterruptedException {
    Session session = CassandraSettings.await(options, ConnectSettings.timeout(options));
    try {
      UsersKeyspace users =
          new UsersKeyspace(session, options.getCassandraKeyspace(), options.getCassandraTable());
      keyspace(users);
      table(users);
    } finally {
      var unused = session.getCluster().closeAsync(); // Two seconds that nobody needs to wait.
    }
  }

  private void keyspace(UsersKeyspace users) {
    KeyspaceReplication wanted = KeyspaceReplication.parse(options.getCassandraReplication());
    Optional<KeyspaceReplication> there = users.replication();
    if (there.isEmpty()) {
      users.createKeyspace(wanted);
    }
    out.printf(
        "keyspace %s: %s, replication=%s%s%n",
        options.getCassandraKeyspace(),
        there.isEmpty() ? "created" : "was there",
        there.orElse(wanted).toCql(),
        there.isEmpty() || there.get().equals(wanted)
            ? ""
            : " (not " + wanted.toCql() + ": left as it is)");
  }

  private void table(UsersKeyspace users) {
    boolean there = users.hasTable();
    if (!there) {
      users.createTable();
    }
    out.printf(
        "table %s.%s: %s%n",
        options.getCassandraKeyspace(),
        options.getCassandraTable(),
        there ? "was there" : "created");
    try {
      users.requireTable();
    } catch (SetupException e) {
      conflicts.add(e.getMessage());
    }
  }
}
