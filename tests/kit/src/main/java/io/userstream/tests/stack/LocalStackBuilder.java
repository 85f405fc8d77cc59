package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/** Describes the servers of a {@link LocalStack}. Not thread-safe. */
public final class LocalStackBuilder {
  String name = "stack";
  int kafkaNodes = 1;
  final Map<String, String> kafkaSettings = new TreeMap<>();
  final List<Class<?>> kafkaClasses = new ArrayList<>();
  final List<KafkaListener> kafkaListeners = new ArrayList<>();
  final List<String> kafkaFormatOptions = new ArrayList<>();
  final List<String> kafkaJvmOptions = new ArrayList<>();
  ImmutableList<String> cassandraDataCenters = ImmutableList.of(CassandraNode.DATACENTER);
  boolean passwordAuthentication;
  @Nullable CertificateAuthority cassandraAuthority;
  boolean periodicCommitLog;
  boolean recordedApi;
  boolean postgres;
  @Nullable CertificateAuthority postgresAuthority;
  boolean schemaRegistry;
  @Nullable CertificateAuthority registryAuthority;
  boolean othersAtFirstUse;
  int sparkWorkers;
  int sparkSlots = SparkCluster.SLOTS_PER_WORKER;
  boolean sparkRecovery;
  final Map<String, String> sparkSettings = new TreeMap<>();
  @Nullable Path sparkWorkerJavaHome;
  boolean secured;

  LocalStackBuilder() {}

  /** Names the stack's directory, together with this JVM's pid. */
  public LocalStackBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Sets the number of Kafka nodes, from 0 (no Kafka) to 3. */
  public LocalStackBuilder kafkaNodes(int kafkaNodes) {
    this.kafkaNodes = kafkaNodes;
    return this;
  }

  /** Sets a property of all Kafka nodes, in place of the stack's own value. */
  public LocalStackBuilder kafkaSetting(String key, String value) {
    kafkaSettings.put(key, value);
    return this;
  }

  /** Adds the jar or directory of a class, such as a policy, to the class path of Kafka. */
  public LocalStackBuilder kafkaClass(Class<?> plugin) {
    kafkaClasses.add(plugin);
    return this;
  }

  /**
   * Makes Kafka require a login (SASL/PLAIN, without TLS) and check ACLs.
   *
   * @param users names, each of which is also the password. The first one may do everything
   */
  public LocalStackBuilder kafkaAcls(String... users) {
    String logins =
        Arrays.stream(users)
            .map(user -> " user_" + user + "=\"" + user + "\"")
            .collect(Collectors.joining());
    return kafkaSetting(
            "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
        .kafkaSetting("listener.name.plaintext.sasl.enabled.mechanisms", "PLAIN")
        .kafkaSetting(
            "listener.name.plaintext.plain.sasl.jaas.config",
            KafkaLogin.jaas(users[0]).replace(";", logins + ";"))
        .kafkaSetting("sasl.mechanism.inter.broker.protocol", "PLAIN")
        .kafkaSetting(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .kafkaSetting("super.users", "User:ANONYMOUS;User:" + users[0]);
  }

  /**
   * Adds a listener with TLS and makes Kafka check ACLs. Clients of the listener without TLS may do
   * everything.
   */
  public LocalStackBuilder kafkaListener(KafkaListener listener) {
    kafkaListeners.add(listener);
    return kafkaSetting(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .kafkaSetting("super.users", "User:ANONYMOUS");
  }

  /** Adds a user of {@linkplain KafkaListener#scram SCRAM listeners}. */
  public LocalStackBuilder kafkaScramUser(String user, String password) {
    kafkaFormatOptions.add("--add-scram");
    kafkaFormatOptions.add("SCRAM-SHA-512=[name=" + user + ",password=" + password + "]");
    return this;
  }

  /** Adds an option of the JVMs of Kafka, such as a system property. */
  public LocalStackBuilder kafkaJvmOption(String option) {
    kafkaJvmOptions.add(option);
    return this;
  }

  /** Sets whether the stack has a Cassandra node. */
  public LocalStackBuilder cassandra(boolean cassandra) {
    return cassandra ? cassandraNodes(CassandraNode.DATACENTER) : cassandraNodes();
  }

  /** Makes Cassandra a cluster with a node for each data center, at most three. */
  public LocalStackBuilder cassandraNodes(String... dataCenters) {
    this.cassandraDataCenters = ImmutableList.copyOf(dataCenters);
    return this;
  }

  /**
   * Makes Cassandra require passwords and check permissions. At first, the only user is {@link
   * CassandraNode#SUPERUSER}.
   */
  public LocalStackBuilder cassandraPasswordAuthentication() {
    this.passwordAuthentication = true;
    return this;
  }

  /**
   * Makes Cassandra accept only clients that use TLS and have a certificate of the authority, from
   * which it also gets its own one.
   */
  public LocalStackBuilder cassandraTls(CertificateAuthority authority) {
    this.cassandraAuthority = authority;
    return this;
  }

  /** Adds a schema registry that accepts only TLS, with a certificate of the authority. */
  public LocalStackBuilder schemaRegistryTls(CertificateAuthority authority) {
    this.schemaRegistry = true;
    this.registryAuthority = authority;
    return this;
  }

  /**
   * Adds a PostgreSQL that accepts only TLS, with a certificate of the authority. Users need one,
   * too.
   */
  public LocalStackBuilder postgresTls(CertificateAuthority authority) {
    this.postgres = true;
    this.postgresAuthority = authority;
    return this;
  }

  /**
   * Makes Kafka, Cassandra, PostgreSQL and the registry accept only TLS and the {@linkplain
   * LocalStack#users users of the stack}, and Spark only applications that know its secret. Kafka
   * and Cassandra check rights. Accounts and rights of all users but the administrator must be
   * created after the start.
   */
  public LocalStackBuilder secured() {
    this.secured = true;
    return this;
  }

  /** Gives the servers the certificates of a secured stack. */
  void secure(StackUsers users) {
    kafkaListener(users.listener());
    kafkaSettings.putAll(users.kafkaSettings());
    passwordAuthentication = true;
    cassandraAuthority = users.authority();
    if (schemaRegistry) {
      registryAuthority = users.authority();
    }
    if (postgres) {
      postgresAuthority = users.authority();
    }
    sparkSettings.putAll(users.spark());
  }

  /**
   * Gives Cassandra its default commit log: two to three times the throughput, but a killed server
   * loses what it acknowledged in the last 100 ms. For benchmarks and the demo, not for tests that
   * kill Cassandra.
   */
  public LocalStackBuilder cassandraPeriodicCommitLog() {
    this.periodicCommitLog = true;
    return this;
  }

  /** Sets whether the stack has the recorded API. */
  public LocalStackBuilder recordedApi(boolean recordedApi) {
    this.recordedApi = recordedApi;
    return this;
  }

  /** Adds a schema registry, which the stack does not have by default. */
  public LocalStackBuilder schemaRegistry() {
    this.schemaRegistry = true;
    return this;
  }

  /** Adds PostgreSQL, which the stack does not have by default. */
  public LocalStackBuilder postgres() {
    this.postgres = true;
    return this;
  }

  /**
   * Adds a schema registry and PostgreSQL that start at their first use, for a shared stack in
   * which few tests need them.
   */
  public LocalStackBuilder othersAtFirstUse() {
    this.schemaRegistry = true;
    this.postgres = true;
    this.othersAtFirstUse = true;
    return this;
  }

  /**
   * Sets the number of Spark workers. With 0, the default, the stack has no Spark and no master.
   */
  public LocalStackBuilder sparkWorkers(int sparkWorkers) {
    this.sparkWorkers = sparkWorkers;
    return this;
  }

  /** Sets the number of task slots of each Spark worker, which may exceed that of the cores. */
  public LocalStackBuilder sparkSlots(int sparkSlots) {
    this.sparkSlots = sparkSlots;
    return this;
  }

  /**
   * Lets Spark's master store workers and applications in files, and continue with them after a
   * kill. By default it forgets them, like Spark itself.
   */
  public LocalStackBuilder sparkRecovery() {
    this.sparkRecovery = true;
    return this;
  }

  /** Sets a property of Spark's servers and of all applications, as in spark-defaults.conf. */
  public LocalStackBuilder sparkSetting(String key, String value) {
    sparkSettings.put(key, value);
    return this;
  }

  /**
   * Gives Spark's workers another {@code JAVA_HOME}, with which they start executors. The worker's
   * own process uses the Java of this JVM.
   */
  public LocalStackBuilder sparkWorkerJavaHome(Path javaHome) {
    this.sparkWorkerJavaHome = javaHome;
    return this;
  }

  /**
   * Starts the servers in parallel, and returns when all serve.
   *
   * @throws ServerFailedException if one does not start; all are then stopped
   * @throws IllegalStateException if the project is not built or not found
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
