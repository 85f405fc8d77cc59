package io.userstream.tests.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One node of the Kafka cluster, broker and controller in one process. It keeps its ports and data
 * across stops, kills and restarts. A stopped node hands over its leaderships first. If so many
 * nodes are down that there is no quorum, use {@link KafkaCluster#startAll}, because a starting
 * node waits for the others.
 */
public final class KafkaNode extends StackServer {
  /** Measured: 3 to 6 s on an idle machine, and up to a broker session more after a kill. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);

  private final int id;
  private final int port;
  private final Map<String, Integer> ports;
  private final ServerProcess format;

  private KafkaNode(
      int id, int port, Map<String, Integer> ports, ServerProcess format, ServerProcess process) {
    super(process, log -> log.contains("Kafka Server started"), START_LIMIT);
    this.id = id;
    this.port = port;
    this.ports = Map.copyOf(ports);
    this.format = format;
  }

  static KafkaNode prepare(
      int id,
      int port,
      Map<String, Integer> ports,
      Map<String, String> settings,
      LocalStackBuilder stack,
      ServerContext context) {
    String name = "kafka-" + id;
    Path conf = context.newDirectory(name);
    Path properties = conf.resolve("server.properties");
    Path log4j = conf.resolve("log4j.properties");
    write(log4j, LOG4J);
    Path log4j1 = conf.resolve("log4j1.properties");
    write(log4j1, LOG4J_1);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("log.dirs", conf.resolve("data").toString());
    write(
        properties,
        all.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
    StringBuilder classPath = new StringBuilder(context.classPath("kafka"));
    for (Class<?> plugin : stack.kafkaClasses) {
      classPath
          .append(File.pathSeparator)
          .append(
              Path.of(
                  URI.create(
                      plugin.getProtectionDomain().getCodeSource().getLocation().toString())));
    }
    List<String> logging =
        List.of(
            "-Dlog4j2.configurationFile=" + log4j.toUri(),
            "-Dlog4j.configuration=" + log4j1.toUri());
    ServerProcess format =
        context.server(
            name + "-format",
            new ChildCommand(
                classPath.toString(),
                with(logging, List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")),
                "kafka.tools.StorageTool",
                with(
                    stack.kafkaFormatOptions,
                    List.of(
                        "format",
                        "--cluster-id",
                        KafkaCluster.CLUSTER_ID,
                        "--config",
                        properties.toString()))));
    ServerProcess process =
        context.server(
            name,
            new ChildCommand(
                classPath.toString(),
                // The options of Kafka's own start script, with half of its heap.
                with(
                    with(stack.kafkaJvmOptions, logging),
                    List.of(
                        "-Xms256m",
                        "-Xmx512m",
                        "-XX:+UseG1GC",
                        "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35",
                        "-XX:+ExplicitGCInvokesConcurrent",
                        "-Djava.awt.headless=true",
                        "-XX:+ExitOnOutOfMemoryError")),
                "kafka.Kafka",
                List.of(properties.toString())));
    return new KafkaNode(id, port, ports, format, process);
  }

  /** Returns the node's id in the cluster, from 1. */
  public int id() {
    return id;
  }

  /** Returns the port of the client listener on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Returns the port of a {@link KafkaListener}. */
  int port(String listener) {
    return ports.get(listener);
  }

  void format() {
    format.launch();
    format.awaitSuccess(FORMAT_LIMIT);
  }

  private static List<String> with(List<String> more, List<String> options) {
    return Stream.concat(options.stream(), more.stream()).toList();
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
      rootLogger.level = info
      rootLogger.appenderRef.stdout.ref = stdout
      appender.stdout.type = Console
      appender.stdout.name = stdout
      appender.stdout.layout.type = PatternLayout
      appender.stdout.layout.pattern = %d{ISO8601} %p %m (%c)%n
      """;

  /** The same for Kafka 3. */
  private static final String LOG4J_1 =
      """
      log4j.rootLogger=INFO, stdout
      log4j.appender.stdout=org.apache.log4j.ConsoleAppender
      log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
      log4j.appender.stdout.layout.ConversionPattern=%d{ISO8601} %p %m (%c)%n
      """;
}
