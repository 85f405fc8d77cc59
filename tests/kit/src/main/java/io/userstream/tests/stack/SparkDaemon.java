package io.userstream.tests.stack;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The master or a worker of the Spark cluster. It keeps its ports across stops, kills and restarts.
 *
 * <p>A master serves when it is elected and has recovered, a worker when the master has registered
 * it: a worker does not start without a master. A stopped worker ends its executors first. Those of
 * a killed worker end by themselves shortly afterwards.
 */
public final class SparkDaemon extends StackServer {
  /**
   * Measured: 2 to 3 s. A recovering master waits up to 60 s ({@code spark.worker.timeout}) for
   * workers and drivers that have ended.
   */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /**
   * Describes a daemon.
   *
   * @param ready decides from the log since its start whether it serves
   */
  SparkDaemon(ServerProcess process, Predicate<String> ready) {
    super(process, ready, START_LIMIT);
  }
}
