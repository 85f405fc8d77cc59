package io.userstream.tests.status;

import static org.junit.Assume.assumeTrue;

import io.userstream.tests.stack.Await;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program that may be missing on this machine. A test that needs a missing program is skipped
 * with a line on stderr, or fails if the environment variable {@value #REQUIRED} is set.
 */
public final class SystemProgram {
  /** Set where everything must be tested, as before a change lands. */
  static final String REQUIRED = "USERSTREAM_ALL_TESTS";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path path;

  private SystemProgram(Path path) {
    this.path = path;
  }

  /**
   * Finds the program.
   *
   * @param debianPackage the package that contains it
   * @param names its possible names
   */
  public static SystemProgram require(String debianPackage, String... names) {
    for (String name : names) {
      Optional<Path> found = find(name);
      if (found.isPresent()) {
        return new SystemProgram(found.get());
      }
    }
    String missing =
        String.format(
            Locale.ROOT,
            "%s is missing: install it (Debian: apt-get install %s)",
            names[0],
            debianPackage);
    if (System.getenv(REQUIRED) != null) {
      throw new AssertionError(missing);
    }
    System.err.println("SKIPPED: " + missing);
    assumeTrue(missing, false);
    throw new AssertionError(missing);
  }

  private static Optional<Path> find(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a server, which may refuse to run as root, and discards its output. A user namespace
   * maps root to nobody. Returns when it listens on the port of loopback.
   */
  public Process startServer(Path folder, List<String> arguments, int port) throws IOException {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("unshare", "--user"));
    }
    line.add(path.toString());
    line.addAll(arguments);
    Process server = start(folder, line.toArray(new String[0]));
    Await.listening(path.getFileName().toString(), START_LIMIT, port);
    return server;
  }

  /** Starts the program, and discards its output. */
  Process start(Path folder, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(path.toString()));
    line.addAll(arguments);
    return start(folder, line.toArray(new String[0]));
  }

  private static Process start(Path folder, String... line) throws IOException {
    return new ProcessBuilder(line)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Runs the program to its end.
   *
   * @param folder the working directory
   * @return the output, including stderr
   * @throws AssertionError if the exit code is not 0, or the limit passes
   */
  String run(Path folder, Duration limit, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(path.toString()));
    line.addAll(arguments);
    Path output = Files.createTempFile("program", ".out");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(line + " is still running: " + Files.readString(output));
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new AssertionError(line + " ended with " + process.exitValue() + ":\n" + text);
      }
      return text;
    } finally {
      Files.delete(output);
    }
  }
}
