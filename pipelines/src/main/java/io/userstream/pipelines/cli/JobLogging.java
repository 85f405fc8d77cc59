package io.userstream.pipelines.cli;

import co.elastic.logging.log4j2.EcsLayout;
import io.userstream.runloop.runner.SparkInstallation;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;

/**
 * What a job logs, and how. The backend is log4j, which Spark brings; without Spark the jar has the
 * same version, and a configuration of its own.
 *
 * <p>A job that spark-submit has started finds Spark's configuration, or that of whoever runs the
 * cluster. Spark's default shows several lines for each task, so gigabytes in a month of small
 * runs.
 */
public final class JobLogging {
  private static final String SPARK_LEVEL = "spark.log.level";
  private static final String OURS = "io.userstream";

  /** One line a run, which is of use to a machine alone. */
  private static final String RUNS = "io.userstream.runloop.RunLog";

  private JobLogging() {}

  /**
   * Shows what this project says, progress, waiting and faults, and of the others their warnings;
   * unless a log level was given to Spark, or log4j has a configuration of somebody else's.
   *
   * @param verbose says more
   */
  public static void configure(boolean verbose) {
    if (isGiven()) {
      return;
    }
    boolean isOnSpark = SparkInstallation.problem().isEmpty();
    if (isOnSpark) {
      Configurator.setRootLevel(Level.WARN);
      // Read by the SparkConf of the job, for its executors.
      System.setProperty(SPARK_LEVEL, "WARN");
    }
    if (isOnSpark || verbose) {
      Configurator.setLevel(OURS, verbose ? Level.DEBUG : Level.INFO);
      Configurator.setLevel(RUNS, verbose ? Level.DEBUG : Level.WARN);
    }
  }

  /**
   * From now on everything that would be logged is JSON on stderr, one object a line, whoever has
   * configured the log, and each run that is done has its line.
   */
  public static void writeJson() {
    LoggerContext context = LoggerContext.getContext(false);
    Configuration configuration = context.getConfiguration();
    Appender json =
        ConsoleAppender.newBuilder()
            .setName("userstream-json")
            .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
            .setFollow(true)
            .setConfiguration(configuration)
            .setLayout(
                EcsLayout.newBuilder()
                    .setConfiguration(configuration)
                    .setServiceName("userstream")
                    .build())
            .build();
    json.start();
    configuration.addAppender(json);
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      if (!logger.getAppenders().isEmpty()) {
        List.copyOf(logger.getAppenders().keySet()).forEach(logger::removeAppender);
        logger.addAppender(json, null, null);
      }
    }
    Configurator.setLevel(RUNS, Level.INFO);
    context.updateLoggers();
  }

  private static boolean isGiven() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return System.getProperty(SPARK_LEVEL) != null
        || System.getProperty("log4j2.configurationFile") != null
        || loader.getResource("log4j2.properties") != null
        || loader.getResource("log4j2.xml") != null;
  }
}
