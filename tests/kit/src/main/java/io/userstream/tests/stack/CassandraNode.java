package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of a real Cassandra. It keeps its address and data across stops, kills and restarts. An
 * acknowledged write survives a kill, unless the stack was built with {@link
 * LocalStackBuilder#cassandraPeriodicCommitLog}. A stopped node drains first.
 */
public final class CassandraNode extends StackServer {
  /**
   * The superuser that exists if the stack was built with password authentication. The accounts of
   * a secured stack replace it.
   */
  public static final String SUPERUSER = "cassandra";

  /** The superuser's password, Cassandra's own default. */
  public static final String SUPERUSER_PASSWORD = "cassandra";

  /** The name of the data center, unless the stack names others. */
  public static final String DATACENTER = "datacenter1";

  /** Measured: 5 to 8 s on two idle cores. A busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final CassandraNodeConfig config;

  private CassandraNode(CassandraNodeConfig config, ServerProcess process) {
    super(process, log -> log.contains("Startup complete"), START_LIMIT);
    this.config = config;
  }

  static CassandraNode prepare(CassandraNodeConfig config, ServerContext context) {
    Path directory = context.newDirectory(config.name());
    write(directory.resolve("cassandra.yaml"), CassandraSettings.yaml(config));
    write(directory.resolve("logback.xml"), CassandraSettings.LOGBACK);
    write(
        directory.resolve("cassandra-rackdc.properties"),
        "dc=" + config.dataCenter() + "\nrack=rack1\n");
    List<String> options = new ArrayList<>(CassandraSettings.JVM_OPTIONS);
    if (!config.periodicCommitLog()) {
      options.add(CassandraSettings.SKIP_FSYNC);
    }
    if (config.isReplacement()) {
      options.add("-Dcassandra.replace_address_first_boot=" + config.host());
    }
    options.add("-Dcassandra.ring_delay_ms=" + config.ringDelayMs());
    options.add("-Dcassandra.jmx.local.port=" + config.jmxPort());
    options.add("-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri());
    options.add(
        "-Dcassandra-rackdc.properties="
            + directory.resolve("cassandra-rackdc.properties").toUri());
    options.add("-Dcassandra.storagedir=" + directory.resolve("data"));
    options.add("-Dcassandra.logdir=" + directory.resolve("logs"));
    options.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    ChildCommand command =
        new ChildCommand(
            context.classPath("cassandra"),
            options,
            "org.apache.cassandra.service.CassandraDaemon",
            List.of());
    return new CassandraNode(config, context.server(config.name(), command));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the node for the first time, and waits until it serves. */
  void create() {
    start();
    // The first node creates the role for all of them.
    if (config.passwordAuthentication() && config.seeds().contains(config.host())) {
      awaitLogged(log -> log.contains("Created default superuser role"));
    }
  }

  /** Returns the address to connect to. */
  public String host() {
    return config.host();
  }

  /** Returns the port for CQL. */
  public int port() {
    return config.port();
  }

  /** Returns whether the node requires a login and checks permissions. */
  public boolean asksForPassword() {
    return config.passwordAuthentication();
  }

  /** Returns the certificates, if the node uses TLS. */
  public Optional<CassandraTls> tls() {
    return Optional.ofNullable(config.tls());
  }

  /** Returns the name of its data center. */
  public String dataCenter() {
    return config.dataCenter();
  }

  CassandraNodeConfig config() {
    return config;
  }

  /** Waits until the node has noticed that another node is up. */
  void awaitPeer(CassandraNode other) {
    String up = other.host() + ":" + other.config.storagePort() + " is now UP";
    awaitLogged(log -> log.contains(up));
  }
}
