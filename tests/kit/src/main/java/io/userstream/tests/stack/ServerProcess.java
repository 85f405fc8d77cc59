package io.userstream.tests.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.annotation.Nullable;

/**
 * One server of the stack: a child JVM that can be stopped, killed and restarted, always with the
 * same command. Its output goes to one log file across restarts.
 *
 * <p>Thread-safe. Starts and stops of the same server are serialized.
 */
final class ServerProcess {
  private static final int LOG_TAIL_BYTES = 8_192;
  private static final int LOG_TAIL_LINES = 30;
  private static final long POLL_MILLIS = 20;

  private final String name;
  private final StackRecord record;
  private final Path launcher;
  private final ChildCommand command;
  private final Path log;

  // Written under this object's lock, and read without it, so that a closing stack does not wait
  // for a thread that is stopping a server.
  @Nullable private volatile Process process;
  private volatile long logStart;
  private volatile boolean retired;

  ServerProcess(String name, StackRecord record, Path launcher, ChildCommand command) {
    this.name = name;
    this.record = record;
    this.launcher = launcher;
    this.command = command;
    this.log = record.directory().resolve(name + ".log");
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  boolean isRunning() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /**
   * Returns the pid of the running server.
   *
   * @throws IllegalStateException if it is not running
   */
  synchronized long pid() {
    if (!isRunning()) {
      throw new IllegalStateException(name + " is not running");
    }
    return process.pid();
  }

  /**
   * Starts the child without waiting until it serves.
   *
   * @throws IllegalStateException if it is running already, or the stack is closing
   */
  synchronized void launch() {
    if (retired) {
      throw new IllegalStateException("the stack of " + name + " is closed");
    }
    if (isRunning()) {
      throw new IllegalStateException(name + " is already running");
    }
    try {
      logStart = Files.exists(log) ? Files.size(log) : 0;
      process =
          command
              .process(record.directory(), launcher)
              .directory(record.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    record.putChild(name, process.toHandle());
    if (retired) {
      process.destroyForcibly();
    }
  }

  /**
   * Waits until the log since the last launch meets the condition.
   *
   * @throws ServerFailedException if the server ends first, or the limit passes
   */
  void awaitLogged(Predicate<String> wanted, Duration limit) {
    Process launched = process;
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      // Checks the process before the log, because the output of an ended server counts.
      boolean alive = launched != null && launched.isAlive();
      if (wanted.test(logSinceLaunch())) {
        return;
      }
      if (!alive) {
        throw failed("ended before it was up");
      }
      if (System.nanoTime() >= deadline) {
        throw failed("not up within " + limit.toSeconds() + " s");
      }
      pause();
    }
  }

  /**
   * Waits until the process ends by itself.
   *
   * @throws ServerFailedException if the exit code is not 0, or the limit passes
   */
  void awaitSuccess(Duration limit) {
    if (!hasEnded(limit)) {
      kill();
      throw failed("not done within " + limit.toSeconds() + " s");
    }
    Process ended = process;
    if (ended != null && ended.exitValue() != 0) {
      throw failed("ended with code " + ended.exitValue());
    }
  }

  /** Stops the server with SIGTERM, and with SIGKILL if it takes longer than the limit. */
  synchronized void stop(Duration limit) {
    if (isRunning()) {
      // Does not use Process.destroy, which also closes the pipe: the child would think that its
      // parent has ended.
      process.toHandle().destroy();
      if (!hasEnded(limit)) {
        kill();
      }
    }
  }

  /** Kills the server with SIGKILL, so that it cannot write anything more. */
  synchronized void kill() {
    if (isRunning()) {
      process.destroyForcibly();
      if (!hasEnded(Duration.ofSeconds(30))) {
        throw new IllegalStateException(name + " does not end after SIGKILL");
      }
    }
  }

  /** Kills the server without waiting for its end. It cannot be launched again. */
  void retire() {
    retired = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /** Lets the server outlive this JVM. */
  synchronized void setFree() {
    if (isRunning()) {
      try {
        OutputStream toChild = process.getOutputStream();
        toChild.write(ChildMain.KEEP);
        toChild.flush();
      } catch (IOException e) {
        throw failed("ended");
      }
    }
  }

  private ServerFailedException failed(String how) {
    return new ServerFailedException(name + " " + how + "; the end of " + log + ":\n" + logTail());
  }

  /** Returns the server's output since the last launch. */
  String logSinceLaunch() {
    return readLog(logStart);
  }

  private String logTail() {
    try {
      long size = Files.exists(log) ? Files.size(log) : 0;
      List<String> lines = readLog(Math.max(0, size - LOG_TAIL_BYTES)).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String readLog(long from) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasEnded(Duration limit) {
    Process running = process;
    try {
      return running == null || running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " started", e);
    }
  }
}
