package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the project that runs as a process, started by a {@link JobCommand}. Its stdout and
 * stderr go to a file each. Like a server, it never outlives this JVM.
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
   * @param stack the stack whose directory holds the output
   * @param name name of the output files
   * @param how the jar under {@code java} or on Spark
   * @param arguments the command and its options
   */
  public static JobProcess start(
      LocalStack stack, String name, JobCommand how, List<String> arguments) {
    Path directory = stack.directory();
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    Path gcLog = directory.resolve(name + ".gc");
    ProcessBuilder process =
        how.with(arguments)
            .withJvmOption(GcLog.option(gcLog))
            .process(directory, LauncherJar.writeTo(directory));
    try {
      return new JobProcess(
          process
              .command(how.line(process.command()))
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

  /** Kills the process with SIGKILL, and waits for its end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(30));
  }

  /**
   * Sends SIGTERM. Does not use {@link Process#destroy}, which also closes the pipe and so tells
   * the child that its parent has ended.
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

  /** Returns the CPU time of the process so far, or zero once it has ended. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns the highest heap use at any collection so far, in MiB. */
  public long peakHeapMib() {
    return GcLog.peakHeapMib(gcLog);
  }

  /** Returns the most heap that any collection left so far, in MiB. */
  public long mostLeftMib() {
    return GcLog.mostLeftMib(gcLog);
  }

  /** Returns what the process wrote to stdout so far. */
  public String out() {
    return read(out);
  }

  /** Returns what the process wrote to stderr so far: messages and logs. */
  public String err() {
    return read(err);
  }

  /** Returns all output so far, stdout before stderr. */
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
   * Waits for the end of the process.
   *
   * @return the exit code
   * @throws AssertionError if it is still running after the limit
   */
  public int awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "is still running after " + limit.toSeconds() + " s; its output:\n" + output());
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
