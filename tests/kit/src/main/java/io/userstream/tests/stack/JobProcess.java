package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the project as a process of its own, started by a {@link JobCommand}. Its stdout and
 * stderr go to a file each. Like a server it never outlives this JVM.
 */
public final class JobProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;
  private final Path gcLog;

  private JobProcess(Process process, Path out, Path err, Path gcLog) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.gcLog = gcLog;
  }

  /**
   * Starts a command.
   *
   * @param stack gives the directory of its output
   * @param name names the files of its output
   * @param how the jar by itself or by Spark
   * @param arguments the command and its options
   */
  public static JobProcess start(
      LocalStack stack, String name, JobCommand how, List<String> arguments) {
    Path directory = stack.directory();
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    Path gcLog = directory.resolve(name + ".gc");
    try {
      return new JobProcess(
          how.with(arguments)
              .withJvmOption(GcLog.option(gcLog))
              .process(directory, LauncherJar.writeTo(directory))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
              .start(),
          out,
          err,
          gcLog);
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
    return GcLog.peakHeapMib(gcLog);
  }

  /** Returns the most heap that any collection so far has left, in MiB. */
  public long mostLeftMib() {
    return GcLog.mostLeftMib(gcLog);
  }

  /** What it has written to stdout so far. */
  public String out() {
    return read(out);
  }

  /** What it has written to stderr so far: messages and logs. */
  public String err() {
    return read(err);
  }

  /** Everything it has written so far, stdout before stderr. */
  public String output() {
    return out() + err();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
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
