package io.userstream.tests.stack;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application in a single class that counts and prints the result. It calls Spark by reflection,
 * because the class path of the tests has no Spark, like that of the jar's users. It is submitted
 * without other classes, so it must not use any class of this project.
 */
public final class CountOnSpark {
  private static final int RECORDS = 1_000;
  private static final int TASKS = 4;
  private static final long PAUSE_MILLIS = 100;

  private CountOnSpark() {}

  /** Counts once. With any argument, counts repeatedly and keeps its executors. */
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
