package io.userstream.tests.stack;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application of one class: counts, and says so. By reflection, because the tests have no Spark
 * on their class path, as users of the jar have not. Goes to the cluster alone, so it names no
 * other class of the project.
 */
public final class CountOnSpark {
  private static final int RECORDS = 1_000;
  private static final int TASKS = 4;
  private static final long PAUSE_MILLIS = 100;

  private CountOnSpark() {}

  /** Counts once; with any argument again and again, holding its executors. */
  public static void main(String[] args) throws Exception {
    Class<?> conf = Class.forName("org.apache.spark.SparkConf");
    Class<?> context = Class.forName("org.apache.spark.api.java.JavaSparkContext");
    Object spark = context.getConstructor(conf).newInstance(conf.getConstructor().newInstance());
    do {
      Object rdd =
          context
              .getMethod("parallelize", List.class, int.class)
              .invoke(spark, Collections.nCopies(RECORDS, "x"), TASKS);
      System.out.println("counted " + rdd.getClass().getMethod("count").invoke(rdd));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } while (args.length > 0);
    context.getMethod("close").invoke(spark);
  }
}
