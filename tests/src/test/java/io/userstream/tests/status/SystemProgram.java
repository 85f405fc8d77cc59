package io.userstream.tests.status;

import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program that the machine may have or not. Where it has not, the test that needs it is skipped,
 * and says so on stderr; with the environment variable {@value #REQUIRED} it fails.
 */
final class SystemProgram {
  /** Set where everything must be tested, as before a change lands. */
  static final String REQUIRED = "USERSTREAM_ALL_TESTS";

  private final Path path;

  private SystemProgram(Path path) {
    this.path = path;
  }

  /**
   * Finds it.
   *
   * @param debianPackage that brings it
   * @param names under which it may be known
   */
  static SystemProgram require(String debianPackage, String... names) {
    for (String name : names) {
      Optional<Path> found = find(name);
      if (found.isPresent()) {
        return new SystemProgram(found.get());
      }
    }
    String missing =
        String.format(
            "there is no %s: install it (Debian: apt-get install %s)", names[0], debianPackage);
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

  /** Starts it, and drops what it writes. */
  Process start(Path folder, List<String> arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(path.toString()));
    line.addAll(arguments);
    return new ProcessBuilder(line)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Runs it to its end.
   *
   * @param folder where it works
   * @return what it wrote, stderr too
   * @throws AssertionError when its exit code is not 0, or it still runs after the limit
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
        throw new AssertionError(line + " still runs: " + Files.readString(output));
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
