package io.userstream.tests.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The master or a worker of the Spark cluster, as a process. It keeps its ports when it is stopped
 * or killed and started again. Safe for use by several threads.
 */
public final class SparkDaemon {
  /**
   * Measured: 2 to 3 s. A master that recovers waits up to 60 s ({@code spark.worker.timeout}) for
   * workers and drivers that are gone.
   */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final ServerProcess server;
  private final Predicate<String> ready;

  /**
   * Describes a daemon.
   *
   * @param ready whether it serves, by what it has logged since its start
   */
  SparkDaemon(ServerProcess server, Predicate<String> ready) {
    this.server = server;
    this.ready = ready;
  }

  /** Returns the file with the daemon's log, of all its starts. */
  public Path log() {
    return server.log();
  }

  /** Returns whether the process runs. */
  public boolean isRunning() {
    return server.isRunning();
  }

  /** Returns the pid of the running process. */
  public long pid() {
    return server.pid();
  }

  /**
   * Starts the daemon and waits until it serves: the master when it is elected and has recovered, a
   * worker when the master has registered it.
   *
   * @throws ServerFailedException when it does not come up; a worker does not without its master
   */
  public void start() {
    server.launch();
    server.awaitLogged(ready, START_LIMIT);
  }

  /** Stops the daemon in order (SIGTERM): a worker ends its executors first. */
  public void stop() {
    server.stop(STOP_LIMIT);
  }

  /**
   * Kills the daemon (SIGKILL). The executors of a killed worker end by themselves, a moment later.
   */
  public void kill() {
    server.kill();
  }
}
