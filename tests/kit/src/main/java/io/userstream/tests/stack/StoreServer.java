package io.userstream.tests.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's {@code store} as a server of a stack, with its status page. */
public final class StoreServer extends StackServer {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Pattern PAGE =
      Pattern.compile("serving the status page, metrics and probes at (\\S+)\\s");

  private StoreServer(ServerProcess process) {
    super(process, log -> PAGE.matcher(log).find(), START_LIMIT);
  }

  /**
   * Describes the server.
   *
   * @param options options with the addresses of the stack's servers
   */
  static StoreServer prepare(ServerContext context, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("store", "--statusAddress=0"));
    arguments.addAll(options);
    return new StoreServer(
        context.server(
            "store",
            new ChildCommand(
                    JobCommand.userstreamJar().toString(),
                    List.of("-Xmx512m", "-XX:+UseSerialGC", JobCommand.COMPILES_LESS),
                    "io.userstream.pipelines.cli.Userstream",
                    arguments)
                .onThisJava()));
  }

  /** Returns the address of its page, as in {@code http://127.0.0.1:40123/}. */
  public String page() {
    Matcher page = PAGE.matcher(logSinceStart());
    if (!page.find()) {
      throw new IllegalStateException("the store is not up");
    }
    return page.group(1);
  }
}
