package io.userstream.tests.stack;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The master or a worker of the Spark cluster. It keeps its ports when it is stopped or killed and
 * started again.
 *
 * <p>A master serves when it is elected and has recovered, a worker when the master has registered
 * it: it does not come up without. A stopped worker ends its executors first; those of a killed one
 * end by themselves, a moment later.
 */
public final class SparkDaemon extends StackServer {
  /**
   * Measured: 2 to 3 s. A master that recovers waits up to 60 s ({@code spark.worker.timeout}) for
   * workers and drivers that are gone.
   */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /**
   * Describes a daemon.
   *
   * @param ready whether it serves, by what it has logged since its start
   */
  SparkDaemon(ServerProcess process, Predicate<String> ready) {
    super(process, ready, START_LIMIT);
  }
}
