package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Cassandra of one node on 127.0.0.1. It keeps its port and data when it is stopped or
 * killed and started again. An acknowledged write outlives a kill, unless the stack was built with
 * {@link LocalStackBuilder#cassandraPeriodicCommitLog}. A stopped node drains first.
 */
public final class CassandraNode extends StackServer {
  /** The superuser that exists when the stack was built with password authentication. */
  public static final String SUPERUSER = "cassandra";

  /** The superuser's password, Cassandra's own default. */
  public static final String SUPERUSER_PASSWORD = "cassandra";

  /** The name of the only data center. */
  public static final String DATACENTER = "datacenter1";

  private static final String HOST = "127.0.0.1";

  /** Measured: 5 to 8 s alone on two cores; a busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final int port;
  private final boolean passwordAuthentication;

  private CassandraNode(int port, boolean passwordAuthentication, ServerProcess process) {
    super(process, log -> log.contains("Startup complete"), START_LIMIT);
    this.port = port;
    this.passwordAuthentication = passwordAuthentication;
  }

  static CassandraNode prepare(
      boolean passwordAuthentication, boolean periodicCommitLog, ServerContext context) {
    int port = FreePorts.next();
    Path directory = context.newDirectory("cassandra");
    try {
      Files.writeString(
          directory.resolve("cassandra.yaml"),
          CassandraSettings.yaml(
              port, FreePorts.next(), passwordAuthentication, periodicCommitLog));
      Files.writeString(directory.resolve("logback.xml"), CassandraSettings.LOGBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> options = new ArrayList<>(CassandraSettings.JVM_OPTIONS);
    if (!periodicCommitLog) {
      options.add(CassandraSettings.SKIP_FSYNC);
    }
    options.add("-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri());
    options.add("-Dcassandra.storagedir=" + directory.resolve("data"));
    options.add("-Dcassandra.logdir=" + directory.resolve("logs"));
    options.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    ChildCommand command =
        new ChildCommand(
            context.classPath("cassandra"),
            options,
            "org.apache.cassandra.service.CassandraDaemon",
            List.of());
    return new CassandraNode(port, passwordAuthentication, context.server("cassandra", command));
  }

  /** Starts the node for the first time and waits until it serves. */
  void create() {
    start();
    if (passwordAuthentication) {
      awaitLogged(log -> log.contains("Created default superuser role"));
    }
  }

  /** Returns the address to connect to. */
  public String host() {
    return HOST;
  }

  /** Returns the port for CQL. */
  public int port() {
    return port;
  }

  /** Returns whether it asks for a login, and checks permissions. */
  public boolean asksForPassword() {
    return passwordAuthentication;
  }
}
