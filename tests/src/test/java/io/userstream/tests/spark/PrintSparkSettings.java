package io.userstream.tests.spark;

import io.userstream.runloop.runner.RunnerContext;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Opens the Spark context of a job and prints its settings. */
public final class PrintSparkSettings {
  private PrintSparkSettings() {}

  /** Takes the pipeline options of a job. */
  public static void main(String[] args) throws Exception {
    try (RunnerContext runner =
        RunnerContext.open(
            PipelineOptionsFactory.fromArgs(args).create(), "settings", Duration.ofMinutes(1))) {
      System.out.println("fault=" + runner.fault());
      // Uses reflection, because this module is compiled without Spark, which only its child JVMs
      // have.
      Object env = Class.forName("org.apache.spark.SparkEnv").getMethod("get").invoke(null);
      Object conf = env.getClass().getMethod("conf").invoke(env);
      for (String name : new String[] {"spark.speculation", "spark.scheduler.mode"}) {
        System.out.println(
            name + "=" + conf.getClass().getMethod("get", String.class).invoke(conf, name));
      }
    }
  }
}
