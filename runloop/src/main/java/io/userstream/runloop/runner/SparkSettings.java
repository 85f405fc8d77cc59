package io.userstream.runloop.runner;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.regex.Pattern;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.spark.SparkConf;

/** How a job's Spark context is set up. What is given to spark-submit wins, but for exactness. */
final class SparkSettings {
  private static final String EXECUTOR_JAVA_OPTIONS = "spark.executor.extraJavaOptions";

  /** A JVM that is told to use two collectors does not start. */
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  private SparkSettings() {}

  static SparkConf of(SparkPipelineOptions options, String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", options.getSparkMaster());
    conf.setAppName(name);
    setJar(conf);
    setCollector(conf);
    // Runs in flight share the slots, and a small one need not wait for a large one.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    // Where data is shuffled, which only reconcile does.
    conf.setIfMissing("spark.default.parallelism", "8");
    // What the driver remembers of jobs that have ended: there are millions of them in a year.
    conf.setIfMissing("spark.ui.retainedJobs", "50");
    conf.setIfMissing("spark.ui.retainedStages", "50");
    conf.setIfMissing("spark.ui.retainedTasks", "1000");
    conf.setIfMissing("spark.ui.retainedDeadExecutors", "10");
    // The executors' logs, in the same spirit.
    conf.setIfMissing("spark.executor.logs.rolling.strategy", "size");
    conf.setIfMissing("spark.executor.logs.rolling.maxSize", "16777216");
    conf.setIfMissing("spark.executor.logs.rolling.maxRetainedFiles", "4");
    // The loop repeats runs, and asks the sink first; Spark would begin a task again at once, four
    // times.
    conf.setIfMissing("spark.task.maxFailures", "1");
    // Two copies of a task at once would both write their dead letters.
    conf.set("spark.speculation", "false");
    return conf;
  }

  /**
   * The parallel collector costs less than G1 where heaps are small and pauses of 0.1 s harmless.
   */
  private static void setCollector(SparkConf conf) {
    String given = conf.get(EXECUTOR_JAVA_OPTIONS, "");
    if (!COLLECTOR.matcher(given).find()) {
      conf.set(EXECUTOR_JAVA_OPTIONS, ("-XX:+UseParallelGC " + given).strip());
    }
  }

  /** spark-submit has named the jar; who starts the job by java has not. */
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
