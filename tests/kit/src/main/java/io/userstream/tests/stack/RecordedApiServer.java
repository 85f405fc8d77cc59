package io.userstream.tests.stack;

import io.userstream.tests.api.RecordedApi;
import java.time.Duration;
import java.util.List;

/**
 * The recorded API as a process, so that it can outlive this JVM like the other servers of a kept
 * stack. Each start uses another port. A test that needs faults starts {@link RecordedApi} in its
 * own JVM.
 */
public final class RecordedApiServer extends StackServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String READY = "listening on ";

  private RecordedApiServer(ServerProcess process) {
    // Includes the end of the line, so the address is complete.
    super(process, log -> log.contains("/api/\n"), START_LIMIT);
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

  /** Returns the address, as in {@code http://127.0.0.1:40123/api/}. */
  public String url() {
    return logSinceStart()
        .lines()
        .filter(line -> line.startsWith(READY))
        .map(line -> line.substring(READY.length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the recorded API is not up"));
  }
}
