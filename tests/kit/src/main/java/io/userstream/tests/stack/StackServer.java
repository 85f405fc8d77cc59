package io.userstream.tests.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** A server of a stack, as a process that can be stopped, killed and restarted. Thread-safe. */
public abstract class StackServer {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final ServerProcess process;
  private final Predicate<String> ready;
  private final Duration startLimit;

  /**
   * Describes a server.
   *
   * @param ready decides from the log since its start whether it serves
   */
  StackServer(ServerProcess process, Predicate<String> ready, Duration startLimit) {
    this.process = process;
    this.ready = ready;
    this.startLimit = startLimit;
  }

  /** Returns the file with the server's log across all starts. */
  public final Path log() {
    return process.log();
  }

  /** Returns the log since the last start. */
  final String logSinceStart() {
    return process.logSinceLaunch();
  }

  /** Returns whether the process is running. */
  public final boolean isRunning() {
    return process.isRunning();
  }

  /** Returns the pid of the running process. */
  public final long pid() {
    return process.pid();
  }

  /**
   * Starts the server, and waits until it serves.
   *
   * @throws ServerFailedException if it does not start
   */
  public final void start() {
    launch();
    awaitStarted();
  }

  /** Starts the server without waiting. */
  final void launch() {
    process.launch();
  }

  /** Waits until the launched server serves. */
  final void awaitStarted() {
    awaitLogged(ready);
  }

  /** Waits for a log entry, for as long as a start may take. */
  final void awaitLogged(Predicate<String> wanted) {
    process.awaitLogged(wanted, startLimit);
  }

  /** Stops the server with SIGTERM. */
  public final void stop() {
    process.stop(STOP_LIMIT);
  }

  /** Kills the server with SIGKILL. */
  public final void kill() {
    process.kill();
  }
}
