package io.userstream.pipelines.runner;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;

/**
 * What is logged by a job that spark-submit has started, when nobody has configured it: by default
 * Spark's log shows several lines for each task, so gigabytes in a month of small runs.
 */
public final class SparkLogging {
  private static final String LEVEL = "spark.log.level";

  private SparkLogging() {}

  /**
   * Shows what this project says, progress, waiting and faults, and of the others their warnings;
   * unless a log level was given to Spark, or log4j has a configuration. Does nothing without
   * Spark.
   */
  public static void configure(boolean verbose) {
    if (SparkInstallation.problem().isEmpty() && isOurs()) {
      OnLog4j.configure(verbose);
    }
  }

  /** The same on the executors. */
  static void configureExecutors(SparkConf conf) {
    if (isOurs()) {
      conf.set(LEVEL, "WARN");
    }
  }

  private static boolean isOurs() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return System.getProperty(LEVEL) == null
        && System.getProperty("log4j2.configurationFile") == null
        && loader.getResource("log4j2.properties") == null
        && loader.getResource("log4j2.xml") == null;
  }

  /** A class of its own: without Spark there is no log4j. */
  private static final class OnLog4j {
    static void configure(boolean verbose) {
      Configurator.setRootLevel(Level.WARN);
      Configurator.setLevel("io.userstream", verbose ? Level.DEBUG : Level.INFO);
    }
  }
}
