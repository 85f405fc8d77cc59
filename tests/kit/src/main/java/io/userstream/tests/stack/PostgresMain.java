package io.userstream.tests.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a PostgreSQL server under {@link ChildMain}, because a native program would outlive this
 * JVM. Arguments: the installation, the data directory, the port, a file with the superuser's
 * password, and any number of settings, {@code name=value}. The first start creates the data
 * directory.
 */
final class PostgresMain {
  /** Kills the program that it becomes when standard input, a pipe from this JVM, closes. */
  private static final String UNDER_WATCH =
      "exec 3<&0; (cat <&3 >/dev/null; kill -9 $$ 2>/dev/null) & exec \"$@\" </dev/null 3<&-";

  private static final int FORMER_ENDS_MILLIS = 10_000;

  private PostgresMain() {}

  /** Ends when the server ends, with its exit code. */
  public static void main(String[] args) throws Exception {
    Path bin = Path.of(args[0]).resolve("bin");
    Path data = Path.of(args[1]);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      Process initialise =
          program(
                  bin.resolve("initdb"),
                  "--pgdata=" + data,
                  "--username=" + PostgresNode.SUPERUSER,
                  "--pwfile=" + args[3],
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--no-locale",
                  "--no-sync")
              .start();
      if (initialise.waitFor() != 0) {
        throw new IOException("initdb failed");
      }
    }
    awaitEndOfFormer(data.resolve("postmaster.pid"));
    List<String> settings = new ArrayList<>(List.of("-D", data.toString()));
    Stream.concat(
            Stream.of("listen_addresses=127.0.0.1", "port=" + args[2], "unix_socket_directories="),
            Arrays.stream(args).skip(4))
        .forEach(setting -> settings.addAll(List.of("-c", setting)));
    Process server = program(bin.resolve("postgres"), settings.toArray(new String[0])).start();
    // SIGINT makes PostgreSQL close all connections and shut down without a later recovery.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(server), "postgres-stop"));
    Runtime.getRuntime().halt(server.waitFor());
  }

  /**
   * Otherwise PostgreSQL would take a process that was just killed for a running server on this
   * data.
   */
  private static void awaitEndOfFormer(Path pidFile) throws IOException, InterruptedException {
    if (Files.exists(pidFile)) {
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      for (int i = 0; i < FORMER_ENDS_MILLIS && ProcessHandle.of(pid).isPresent(); i += 20) {
        Thread.sleep(20);
      }
    }
  }

  private static ProcessBuilder program(Path program, String... arguments) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", UNDER_WATCH, "sh"));
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root. A user namespace maps root to nobody.
      line.addAll(List.of("unshare", "--user"));
    }
    line.add(program.toString());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT);
  }

  private static void interrupt(Process server) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
      server.waitFor();
    } catch (IOException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
