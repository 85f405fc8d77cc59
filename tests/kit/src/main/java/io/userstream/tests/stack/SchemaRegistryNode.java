package io.userstream.tests.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real schema registry, Apicurio, on 127.0.0.1. It keeps its port, and the schemas with their
 * ids, across stops, kills and restarts.
 */
public final class SchemaRegistryNode extends StackServer {
  /** Measured: 4 to 5 s on two idle cores. A busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final int port;

  private SchemaRegistryNode(int port, ServerProcess process) {
    super(process, log -> log.contains("Listening on: "), START_LIMIT);
    this.port = port;
  }

  static SchemaRegistryNode prepare(ServerContext context) {
    int port = FreePorts.next();
    Path data = context.newDirectory("registry").resolve("schemas");
    return new SchemaRegistryNode(
        port,
        context.server(
            "registry",
            new ChildCommand(
                context.registryJar().toString(),
                List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    // Writes through, so an acknowledged schema survives a kill.
                    "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + data + ";WRITE_DELAY=0"),
                "io.quarkus.runner.GeneratedMain",
                List.of())));
  }

  /** Returns the address of its Confluent API, for {@code --schemaRegistry}. */
  public String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }
}
