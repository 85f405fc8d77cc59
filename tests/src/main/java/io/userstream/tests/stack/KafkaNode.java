package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One node of the Kafka cluster, broker and controller in one process. It keeps its ports and data
 * when it is stopped or killed and started again. Safe for use by several threads.
 */
public final class KafkaNode {
  /** Measured: 3 to 6 s alone, and up to a broker session more after a kill. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);

  private final int id;
  private final int port;
  private final Path properties;
  private final ServerProcess format;
  private final ServerProcess server;

  KafkaNode(int id, int port, Map<String, String> settings, ServerContext context) {
    this.id = id;
    this.port = port;
    String name = "kafka-" + id;
    Path conf = context.newDirectory(name);
    this.properties = conf.resolve("server.properties");
    Path log4j = conf.resolve("log4j.properties");
    write(log4j, LOG4J);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("log.dirs", conf.resolve("data").toString());
    write(
        properties,
        all.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
    String classPath = context.classPath("kafka");
    String logging = "-Dlog4j.configuration=" + log4j.toUri();
    this.format =
        context.server(
            name + "-format",
            new ChildCommand(
                classPath,
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", logging),
                "kafka.tools.StorageTool",
                List.of(
                    "format",
                    "--cluster-id",
                    KafkaCluster.CLUSTER_ID,
                    "--config",
                    properties.toString())));
    this.server =
        context.server(
            name,
            new ChildCommand(
                classPath,
                // The options of Kafka's own start script, with half of its heap.
                List.of(
                    "-Xms256m",
                    "-Xmx512m",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35",
                    "-XX:+ExplicitGCInvokesConcurrent",
                    "-Djava.awt.headless=true",
                    "-XX:+ExitOnOutOfMemoryError",
                    logging),
                "kafka.Kafka",
                List.of(properties.toString())));
  }

  /** Returns the node's id in the cluster, from 1. */
  public int id() {
    return id;
  }

  /** Returns the port of the client listener on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns the file with the server's log, of all its starts. */
  public Path log() {
    return server.log();
  }

  /** Returns whether the process runs. */
  public boolean isRunning() {
    return server.isRunning();
  }

  /** Returns the pid of the running process. */
  public long pid() {
    return server.pid();
  }

  /**
   * Starts the node and waits until it serves. When so many nodes are down that there is no quorum,
   * use {@link KafkaCluster#startAll}: a node waits for the others.
   *
   * @throws ServerFailedException when it does not come up
   */
  public void start() {
    server.launch();
    awaitStarted();
  }

  /** Stops the node in order (SIGTERM): it hands its leaderships over first. */
  public void stop() {
    server.stop(STOP_LIMIT);
  }

  /** Kills the node (SIGKILL). */
  public void kill() {
    server.kill();
  }

  void format() {
    format.launch();
    format.awaitSuccess(FORMAT_LIMIT);
  }

  void launch() {
    server.launch();
  }

  void awaitStarted() {
    server.awaitLogged("Kafka Server started", START_LIMIT);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String LOG4J =
      """
      log4j.rootLogger=INFO, stdout
      log4j.appender.stdout=org.apache.log4j.ConsoleAppender
      log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
      log4j.appender.stdout.layout.ConversionPattern=%d{ISO8601} %p %m (%c)%n
      """;
}
