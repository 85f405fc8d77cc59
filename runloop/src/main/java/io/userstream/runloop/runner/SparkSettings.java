package io.userstream.runloop.runner;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.regex.Pattern;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.spark.SparkConf;

/**
 * Settings of the Spark context of a job. Those given to spark-submit take precedence, except where
 * exactness depends on them.
 */
final class SparkSettings {
  private static final String EXECUTOR_JAVA_OPTIONS = "spark.executor.extraJavaOptions";

  /** A JVM that gets options for two collectors does not start. */
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  private SparkSettings() {}

  static SparkConf of(SparkPipelineOptions options, String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", options.getSparkMaster());
    conf.setAppName(name);
    setJar(conf);
    setCollector(conf);
    // Runs in flight share the slots, so that a small one does not wait for a large one.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    // For shuffles, which only reconcile has.
    conf.setIfMissing("spark.default.parallelism", "8");
    // Limits the memory for ended jobs, of which there are millions in a year.
    conf.setIfMissing("spark.ui.retainedJobs", "50");
    conf.setIfMissing("spark.ui.retainedStages", "50");
    conf.setIfMissing("spark.ui.retainedTasks", "1000");
    conf.setIfMissing("spark.ui.retainedDeadExecutors", "10");
    // Limits the logs of the executors.
    conf.setIfMissing("spark.executor.logs.rolling.strategy", "size");
    conf.setIfMissing("spark.executor.logs.rolling.maxSize", "16777216");
    conf.setIfMissing("spark.executor.logs.rolling.maxRetainedFiles", "4");
    // The loop retries runs, and checks the sink first. Spark would retry a task immediately, three
    // times.
    conf.setIfMissing("spark.task.maxFailures", "1");
    // Two concurrent copies of a task would both write dead letters.
    conf.set("spark.speculation", "false");
    return conf;
  }

  /**
   * The parallel collector costs less CPU than G1 if heaps are small and pauses of 0.1 s are
   * harmless.
   */
  private static void setCollector(SparkConf conf) {
    String given = conf.get(EXECUTOR_JAVA_OPTIONS, "");
    if (!COLLECTOR.matcher(given).find()) {
      conf.set(EXECUTOR_JAVA_OPTIONS, ("-XX:+UseParallelGC " + given).strip());
    }
  }

  /** Sets the jar if the job was started with java and not with spark-submit. */
  private static void setJar(SparkConf conf) {
    CodeSource source = SparkSettings.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation().getPath().endsWith(".jar")) {
        conf.setIfMissing("spark.jars", Path.of(source.getLocation().toURI()).toString());
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
