package io.userstream.tests.stack;

import io.userstream.tests.api.RecordedApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The recorded API as a process of its own, so that it can outlive this JVM like the other servers
 * of a kept stack. A test that wants its faults starts {@link RecordedApi} in its own JVM instead.
 */
public final class RecordedApiServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String READY = "listening on ";

  private final ServerProcess server;

  private RecordedApiServer(ServerProcess server) {
    this.server = server;
  }

  static RecordedApiServer prepare(ServerContext context) {
    return new RecordedApiServer(
        context.server(
            "recorded-api",
            new ChildCommand(
                System.getProperty("java.class.path"),
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                RecordedApi.class.getName(),
                List.of())));
  }

  void create() {
    server.launch();
    // With the end of its line, so that the address is there as a whole.
    server.awaitLogged("/api/\n", START_LIMIT);
  }

  /** Returns the address, as in {@code http://127.0.0.1:40123/api/}. */
  public String url() {
    return server
        .logSinceLaunch()
        .lines()
        .filter(line -> line.startsWith(READY))
        .map(line -> line.substring(READY.length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the recorded API is not up"));
  }

  /** Returns the file with the server's log. */
  public Path log() {
    return server.log();
  }

  /** Returns the pid of the running process. */
  public long pid() {
    return server.pid();
  }
}
