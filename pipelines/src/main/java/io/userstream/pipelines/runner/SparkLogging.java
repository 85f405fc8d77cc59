package io.userstream.pipelines.runner;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;

/**
 * What Spark's log shows when nobody has configured it: by default several lines for each task, so
 * gigabytes in a month of small runs.
 */
final class SparkLogging {
  private static final String LEVEL = "spark.log.level";

  private SparkLogging() {}

  /** Leaves warnings, on driver and executors, unless the level or a configuration is given. */
  static void quieten(SparkConf conf) {
    boolean configured =
        System.getProperty("log4j2.configurationFile") != null
            || Thread.currentThread().getContextClassLoader().getResource("log4j2.properties")
                != null
            || Thread.currentThread().getContextClassLoader().getResource("log4j2.xml") != null;
    if (!configured) {
      conf.setIfMissing(LEVEL, "WARN");
    }
  }

  /** Keeps what this project says: progress, waiting, faults. */
  static void showOwn() {
    boolean verbose =
        "debug".equals(System.getProperty("org.slf4j.simpleLogger.log.io.userstream"));
    Configurator.setLevel("io.userstream", verbose ? Level.DEBUG : Level.INFO);
  }
}
