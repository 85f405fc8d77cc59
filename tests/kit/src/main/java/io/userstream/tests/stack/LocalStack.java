package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * Real servers on free ports of 127.0.0.1, as child processes:
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.builder().name("demo").kafkaNodes(3).start()) {
 *   use(stack.bootstrapServers(), stack.cassandraHost(), stack.cassandraPort());
 *   stack.cassandra().kill();
 * }
 * }</pre>
 *
 * <p>No server outlives this JVM, even if the JVM is killed, unless {@link #keep} was called. Data
 * and logs are in {@code target/stack/<name>-<pid>} of the checkout. Closing deletes the data, and
 * the next start of any stack deletes the rest. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
  private final Path directory;
  private final StackRecord record;
  private final ServerContext context;
  private final Thread closeAtExit = new Thread(this::close, "stack-close");
  @Nullable private final StackUsers users;
  @Nullable private final KafkaCluster kafka;
  @Nullable private final CassandraCluster cassandra;
  @Nullable private final RecordedApiServer recordedApi;
  private final OnDemand<SchemaRegistryNode> schemaRegistry;
  private final OnDemand<PostgresNode> postgres;
  @Nullable private final SparkCluster spark;
  private boolean closed;

  LocalStack(LocalStackBuilder builder) {
    Path home = ProjectHome.find();
    record = new StackDirectories().create(builder.name);
    directory = record.directory();
    context = new ServerContext(home, record);
    users = builder.secured ? StackUsers.create(context.newDirectory("users")) : null;
    if (users != null) {
      builder.secure(users);
    }
    kafka = builder.kafkaNodes == 0 ? null : KafkaCluster.prepare(builder, context);
    cassandra =
        builder.cassandraDataCenters.isEmpty()
            ? null
            : CassandraCluster.prepare(
                builder.cassandraDataCenters,
                builder.passwordAuthentication,
                builder.cassandraAuthority,
                builder.periodicCommitLog,
                context);
    recordedApi = builder.recordedApi ? RecordedApiServer.prepare(context) : null;
    schemaRegistry =
        new OnDemand<>(
            "schema registry",
            builder.schemaRegistry
                ? SchemaRegistryNode.prepare(builder.registryAuthority, users, context)
                : null,
            builder.othersAtFirstUse);
    postgres =
        new OnDemand<>(
            "PostgreSQL",
            builder.postgres
                ? PostgresNode.prepare(builder.postgresAuthority, users, context)
                : null,
            builder.othersAtFirstUse);
    spark = builder.sparkWorkers == 0 ? null : SparkCluster.prepare(builder, context);
  }

  /** Describes a stack that by default has one Kafka node and Cassandra without authentication. */
  public static LocalStackBuilder builder() {
    return new LocalStackBuilder();
  }

  /**
   * Stops the {@linkplain #keep kept} stacks of this checkout, and deletes their data.
   *
   * @return their directories
   */
  public static List<Path> stopKept() {
    return new StackDirectories().stopKept();
  }

  /** Starts the servers in parallel, and waits until all serve. */
  void startServers() {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    List<Runnable> starts = new ArrayList<>();
    // Cassandra takes longest, so it starts first.
    if (cassandra != null) {
      starts.add(cassandra::create);
    }
    if (kafka != null) {
      starts.add(kafka::create);
    }
    starts.add(schemaRegistry::start);
    starts.add(postgres::start);
    if (recordedApi != null) {
      starts.add(recordedApi::start);
    }
    if (spark != null) {
      starts.add(spark::startAll);
    }
    InParallel.run(starts);
  }

  /** Returns Kafka's client listeners, {@code host:port,host:port}. */
  public String bootstrapServers() {
    return kafka().bootstrapServers();
  }

  /** Returns the properties of Kafka clients that may do everything. */
  public Map<String, Object> kafkaClient() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", bootstrapServers());
    if (users != null) {
      properties.putAll(users.kafkaAdmin());
    }
    return properties;
  }

  /** Returns the users of a secured stack, or empty if the stack is not secured. */
  public Optional<StackUsers> users() {
    return Optional.ofNullable(users);
  }

  /**
   * Replaces the certificates of Kafka, Cassandra and their users, which new connections use. The
   * servers use their own from their next start on.
   *
   * @throws IllegalStateException if the stack is not secured
   */
  public void renewCertificates() {
    StackUsers secured = built(users, "users");
    secured.renewCertificates();
    cassandra().tls().ifPresent(tls -> tls.renew(secured.authority()));
  }

  /** Returns the contact points of Cassandra, all nodes, separated by commas. */
  public String cassandraHost() {
    return cassandraCluster().hosts();
  }

  /** Returns Cassandra's port for CQL. */
  public int cassandraPort() {
    return cassandra().port();
  }

  /** Returns the directory with the servers' data and logs. */
  public Path directory() {
    return directory;
  }

  /**
   * Returns the Kafka cluster.
   *
   * @throws IllegalStateException if the stack has none
   */
  public KafkaCluster kafka() {
    return built(kafka, "Kafka");
  }

  /**
   * Returns the only Cassandra node, or the first one.
   *
   * @throws IllegalStateException if the stack has none
   */
  public CassandraNode cassandra() {
    return cassandraCluster().node(1);
  }

  /**
   * Returns the Cassandra cluster.
   *
   * @throws IllegalStateException if the stack has none
   */
  public CassandraCluster cassandraCluster() {
    return built(cassandra, "Cassandra");
  }

  /**
   * Returns the recorded API.
   *
   * @throws IllegalStateException if the stack has none
   */
  public RecordedApiServer recordedApi() {
    return built(recordedApi, "recorded API");
  }

  /**
   * Starts the project's {@code store} as a server of the stack, and returns when it serves its
   * page.
   *
   * @param options options with the addresses of the servers
   * @throws ServerFailedException if it does not start
   */
  public StoreServer startStore(List<String> options) {
    StoreServer store = StoreServer.prepare(context, options);
    store.start();
    return store;
  }

  /**
   * Returns the schema registry, which may start at its first use.
   *
   * @throws IllegalStateException if the stack has none
   */
  public SchemaRegistryNode schemaRegistry() {
    return schemaRegistry.get();
  }

  /**
   * Returns PostgreSQL, which may start at its first use.
   *
   * @throws IllegalStateException if the stack has none
   */
  public PostgresNode postgres() {
    return postgres.get();
  }

  /**
   * Returns the Spark cluster.
   *
   * @throws IllegalStateException if the stack has none
   */
  public SparkCluster spark() {
    return built(spark, "Spark");
  }

  private static <T> T built(@Nullable T server, String name) {
    if (server == null) {
      throw new IllegalStateException("this stack has no " + name);
    }
    return server;
  }

  /**
   * Lets the servers outlive this JVM. From now on, closing does nothing, and {@link #stopKept}
   * stops the servers.
   */
  public synchronized void keep() {
    if (closed) {
      throw new IllegalStateException("the stack is closed");
    }
    context.servers().forEach(ServerProcess::setFree);
    record.markKept();
    closed = true;
  }

  /** Kills all servers and deletes their data. Their logs stay until the next start of a stack. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Uses SIGKILL: their data is deleted too, so an orderly stop would save nothing.
    context.servers().forEach(ServerProcess::retire);
    context.servers().forEach(ServerProcess::kill);
    if (spark != null) {
      spark.endExecutors();
    }
    deleteData();
    removeHook();
  }

  private void deleteData() {
    try (Stream<Path> content = Files.list(directory)) {
      content.filter(Files::isDirectory).forEach(StackDirectories::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeHook() {
    if (Thread.currentThread() != closeAtExit) {
      try {
        Runtime.getRuntime().removeShutdownHook(closeAtExit);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook will find the stack closed.
      }
    }
  }
}
