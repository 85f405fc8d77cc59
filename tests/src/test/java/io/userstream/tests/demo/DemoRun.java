package io.userstream.tests.demo;

import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.ProjectHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.rules.TemporaryFolder;

/** A demo that runs in a process, and its output. */
final class DemoRun {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Process process;
  private final Path out;
  private final Path err;

  private DemoRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts the command as {@code ./userstream} does when its output is not a terminal. */
  static DemoRun start(TemporaryFolder folder, Class<?> command, String... options)
      throws IOException {
    Path out = folder.newFile().toPath();
    Path err = folder.newFile().toPath();
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
    line.addAll(ProjectHome.jvmOptions());
    line.add(command.getName());
    line.addAll(List.of(options));
    Process process =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new DemoRun(process, out, err);
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("is still running; output:\n" + err());
    }
    return process.exitValue();
  }

  /** Waits until the demo prints the line of a step. */
  void awaitStep(String name) {
    Await.until(
        "the demo completes step " + name,
        LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("has ended; output:\n" + err());
          }
          return err().lines().anyMatch(line -> line.startsWith(name + " "));
        });
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Returns the servers that the demo started. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  String out() {
    return read(out);
  }

  String lastLine() {
    List<String> lines = out().lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  String err() {
    return read(err);
  }

  void kill() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
