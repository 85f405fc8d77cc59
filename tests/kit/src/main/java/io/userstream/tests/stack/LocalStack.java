package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * <p>No server outlives this JVM, not even when it is killed, unless {@link #keep} was called. Data
 * and logs are under the checkout's {@code target/stack/<name>-<pid>}; closing deletes the data,
 * and the next start of any stack deletes what is left. Safe for use by several threads.
 */
public final class LocalStack implements AutoCloseable {
  private final Path directory;
  private final StackRecord record;
  private final ServerContext context;
  private final Thread closeAtExit = new Thread(this::close, "stack-close");
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
    kafka = builder.kafkaNodes == 0 ? null : KafkaCluster.prepare(builder.kafkaNodes, context);
    cassandra =
        builder.cassandraDataCenters.isEmpty()
            ? null
            : CassandraCluster.prepare(
                builder.cassandraDataCenters,
                builder.passwordAuthentication,
                builder.periodicCommitLog,
                context);
    recordedApi = builder.recordedApi ? RecordedApiServer.prepare(context) : null;
    schemaRegistry =
        new OnDemand<>(
            "schema registry",
            builder.schemaRegistry ? SchemaRegistryNode.prepare(context) : null,
            builder.othersAtFirstUse);
    postgres =
        new OnDemand<>(
            "PostgreSQL",
            builder.postgres ? PostgresNode.prepare(context) : null,
            builder.othersAtFirstUse);
    spark =
        builder.sparkWorkers == 0
            ? null
            : SparkCluster.prepare(
                builder.sparkWorkers, builder.sparkRecovery, builder.sparkWorkerJavaHome, context);
  }

  /** Describes a stack of one Kafka node and Cassandra without authentication, until told else. */
  public static LocalStackBuilder builder() {
    return new LocalStackBuilder();
  }

  /**
   * Stops the stacks of this checkout that were {@linkplain #keep kept}, and deletes their data.
   *
   * @return the directories they had
   */
  public static List<Path> down() {
    return new StackDirectories().stopKept();
  }

  /** Starts the servers at the same time and waits until all serve. */
  void startServers() {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    List<Runnable> starts = new ArrayList<>();
    // Cassandra takes longest, so it goes first.
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

  /** Returns the contact points of Cassandra, all nodes, separated by commas. */
  public String cassandraHost() {
    return cassandraCluster().hosts();
  }

  /** Returns Cassandra's port for CQL. */
  public int cassandraPort() {
    return cassandra().port();
  }

  /** Returns where the servers' data and logs are. */
  public Path directory() {
    return directory;
  }

  /**
   * Returns the Kafka cluster.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public KafkaCluster kafka() {
    return built(kafka, "Kafka");
  }

  /**
   * Returns the only Cassandra node, or the first one.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public CassandraNode cassandra() {
    return cassandraCluster().node(1);
  }

  /**
   * Returns the Cassandra cluster.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public CassandraCluster cassandraCluster() {
    return built(cassandra, "Cassandra");
  }

  /**
   * Returns the recorded API.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public RecordedApiServer recordedApi() {
    return built(recordedApi, "recorded API");
  }

  /**
   * Starts the project's {@code store} beside the servers, and returns when its page is there.
   *
   * @param options that lead to the servers
   * @throws ServerFailedException when it does not come up
   */
  public StoreServer startStore(List<String> options) {
    StoreServer store = StoreServer.prepare(context, options);
    store.start();
    return store;
  }

  /**
   * Returns the schema registry; starts it when the stack was built to do so at first use.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public SchemaRegistryNode schemaRegistry() {
    return schemaRegistry.get();
  }

  /**
   * Returns PostgreSQL; starts it when the stack was built to do so at first use.
   *
   * @throws IllegalStateException when the stack was built without
   */
  public PostgresNode postgres() {
    return postgres.get();
  }

  /**
   * Returns the Spark cluster.
   *
   * @throws IllegalStateException when the stack was built without
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
   * Lets the servers outlive this JVM: from now on closing does nothing, and {@link #down} stops
   * them.
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
    // By SIGKILL: their data goes the same way, so there is nothing that they could bring in order.
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
        // The JVM is ending; the hook will find the stack closed.
      }
    }
  }
}
