package io.userstream.tests.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command of the project as a process of its own, from the jar that users run. Its stdout and
 * stderr go to one log. Like a server it never outlives this JVM.
 */
public final class JobProcess implements AutoCloseable {
  private static final Path JAR = Path.of("pipelines/target/userstream.jar");

  /** As in {@code Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(256M)}. */
  private static final Pattern HEAP_BEFORE_COLLECTION = Pattern.compile(" (\\d+)M->");

  private final Process process;
  private final Path log;

  private JobProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command.
   *
   * @param stack gives the directory of the log
   * @param name names the log
   * @param jvmOptions such as {@code -Xmx1g}
   * @param arguments the command and its options
   */
  public static JobProcess start(
      LocalStack stack, String name, List<String> jvmOptions, List<String> arguments) {
    Path jar = ProjectHome.find().resolve(JAR);
    if (!Files.exists(jar)) {
      throw new IllegalStateException("build first: there is no " + JAR);
    }
    return start(
        stack,
        name,
        jvmOptions,
        jar.toString(),
        "io.userstream.pipelines.cli.Userstream",
        arguments);
  }

  /**
   * Starts a main class that is not the project's own.
   *
   * @param classPath joined by the system's path separator
   */
  public static JobProcess start(
      LocalStack stack,
      String name,
      List<String> jvmOptions,
      String classPath,
      String mainClass,
      List<String> arguments) {
    Path log = stack.directory().resolve(name + ".log");
    Path launcher = LauncherJar.writeTo(stack.directory());
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                ServerProcess.marker(stack.directory())));
    line.add("-Xlog:gc:file=" + gcLog(log) + "::filecount=0");
    line.addAll(jvmOptions);
    line.addAll(
        List.of(
            "-cp",
            classPath + File.pathSeparator + launcher,
            ChildMain.class.getName(),
            mainClass));
    line.addAll(arguments);
    try {
      return new JobProcess(
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it by SIGKILL and waits for its end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(30));
  }

  /**
   * Sends SIGTERM; not by {@link Process#destroy}, which would also tell the child that its parent
   * is gone.
   */
  public void terminate() {
    signal("TERM");
  }

  /** Sends a signal by its name, such as {@code STOP} or {@code CONT}. */
  public void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** CPU time of the process so far; zero once it has ended. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The most heap that was in use at any collection so far, in MiB. */
  public long peakHeapMib() {
    try {
      return HEAP_BEFORE_COLLECTION
          .matcher(Files.readString(gcLog(log)))
          .results()
          .mapToLong(match -> Long.parseLong(match.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path gcLog(Path log) {
    return log.resolveSibling(log.getFileName() + ".gc");
  }

  /** Everything it has written so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for its end.
   *
   * @return the exit code
   * @throws AssertionError when it still runs after the limit
   */
  public int awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "still runs after " + limit.toSeconds() + " s; its output:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }
}
