package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import javax.annotation.Nullable;

/** What a {@link LocalStack} consists of. Not for use by several threads. */
public final class LocalStackBuilder {
  String name = "stack";
  int kafkaNodes = 1;
  ImmutableList<String> cassandraDataCenters = ImmutableList.of(CassandraNode.DATACENTER);
  boolean passwordAuthentication;
  boolean periodicCommitLog;
  boolean recordedApi;
  boolean postgres;
  boolean schemaRegistry;
  boolean othersAtFirstUse;
  int sparkWorkers;
  boolean sparkRecovery;
  @Nullable Path sparkWorkerJavaHome;

  LocalStackBuilder() {}

  /** Names the stack's directory, to which this JVM's pid is added. */
  public LocalStackBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Sets the number of Kafka nodes, 0 (no Kafka) to 3. */
  public LocalStackBuilder kafkaNodes(int kafkaNodes) {
    this.kafkaNodes = kafkaNodes;
    return this;
  }

  /** Says whether there is a Cassandra node. */
  public LocalStackBuilder cassandra(boolean cassandra) {
    return cassandra ? cassandraNodes(CassandraNode.DATACENTER) : cassandraNodes();
  }

  /** Makes Cassandra a cluster with a node for each of these data centers, at most three. */
  public LocalStackBuilder cassandraNodes(String... dataCenters) {
    this.cassandraDataCenters = ImmutableList.copyOf(dataCenters);
    return this;
  }

  /**
   * Makes Cassandra ask for user and password and check permissions. There is one user at first,
   * {@link CassandraNode#SUPERUSER}.
   */
  public LocalStackBuilder cassandraPasswordAuthentication() {
    this.passwordAuthentication = true;
    return this;
  }

  /**
   * Gives Cassandra its default commit log: two to three times the throughput, but a killed server
   * loses what it acknowledged in the last 100 ms. For benchmarks and the demo, not for tests that
   * kill it.
   */
  public LocalStackBuilder cassandraPeriodicCommitLog() {
    this.periodicCommitLog = true;
    return this;
  }

  /** Says whether the recorded API is one of the servers. */
  public LocalStackBuilder recordedApi(boolean recordedApi) {
    this.recordedApi = recordedApi;
    return this;
  }

  /** Makes a schema registry one of the servers; by default there is none. */
  public LocalStackBuilder schemaRegistry() {
    this.schemaRegistry = true;
    return this;
  }

  /** Makes PostgreSQL one of the servers; by default it is not. */
  public LocalStackBuilder postgres() {
    this.postgres = true;
    return this;
  }

  /**
   * Makes a schema registry and PostgreSQL two of the servers, but starts each only when it is
   * asked for: for a stack that many share and few need them of.
   */
  public LocalStackBuilder othersAtFirstUse() {
    this.schemaRegistry = true;
    this.postgres = true;
    this.othersAtFirstUse = true;
    return this;
  }

  /** Sets the number of Spark workers; 0, the default, is no Spark at all, not even a master. */
  public LocalStackBuilder sparkWorkers(int sparkWorkers) {
    this.sparkWorkers = sparkWorkers;
    return this;
  }

  /**
   * Lets Spark's master remember workers and applications in files, so that it goes on with them
   * when it was killed and is back. By default it forgets them, as Spark's own default is.
   */
  public LocalStackBuilder sparkRecovery() {
    this.sparkRecovery = true;
    return this;
  }

  /**
   * Gives Spark's workers another Java, by {@code JAVA_HOME}: they start the executors with it. The
   * worker's own process stays on the Java of this JVM.
   */
  public LocalStackBuilder sparkWorkerJavaHome(Path javaHome) {
    this.sparkWorkerJavaHome = javaHome;
    return this;
  }

  /**
   * Starts the servers at the same time and returns when all serve.
   *
   * @throws ServerFailedException when one does not come up; all are stopped then
   * @throws IllegalStateException when the project is not built or not found
   */
  public LocalStack start() {
    LocalStack stack = new LocalStack(this);
    try {
      stack.startServers();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }
}
