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
 * Configures the log. The backend is log4j 2, which Spark brings; outside Spark the jar contains
 * the same version and its own configuration.
 *
 * <p>A job that spark-submit started finds the configuration of Spark or of the cluster's operator.
 * Spark's default logs several lines per task, which amounts to gigabytes in a month of small runs.
 */
public final class JobLogging {
  private static final String SPARK_LEVEL = "spark.log.level";
  private static final String OURS = "io.userstream";

  /** Logs one line per run, which only programs need. */
  private static final String RUNS = "io.userstream.runloop.RunLog";

  private JobLogging() {}

  /**
   * Logs this project's messages and the warnings of others, unless Spark was given a log level or
   * log4j already has another configuration.
   *
   * @param verbose also logs at debug level
   */
  public static void configure(boolean verbose) {
    if (isGiven()) {
      return;
    }
    boolean isOnSpark = SparkInstallation.problem().isEmpty();
    if (isOnSpark) {
      Configurator.setRootLevel(Level.WARN);
      // The SparkConf of the job passes it on to the executors.
      System.setProperty(SPARK_LEVEL, "WARN");
    }
    if (isOnSpark || verbose) {
      Configurator.setLevel(OURS, verbose ? Level.DEBUG : Level.INFO);
      Configurator.setLevel(RUNS, verbose ? Level.DEBUG : Level.WARN);
    }
  }

  /**
   * Switches the log to JSON on stderr, one object per line, even if another configuration is
   * active. Adds a line for each completed run.
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
