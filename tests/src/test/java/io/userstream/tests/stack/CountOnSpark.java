package io.userstream.tests.stack;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * An application of one class: counts once, says so, and holds its executors until its stdin ends.
 * By reflection, because the tests have no Spark on their class path, as users of the jar have not.
 */
public final class CountOnSpark {
  private static final int RECORDS = 1_000;
  private static final int TASKS = 4;

  private CountOnSpark() {}

  /** Takes {@code hold} to keep the executors until it is killed. */
  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    Class<?> conf = Class.forName("org.apache.spark.SparkConf");
    Class<?> context = Class.forName("org.apache.spark.api.java.JavaSparkContext");
    Object spark = context.getConstructor(conf).newInstance(conf.getConstructor().newInstance());
    while (true) {
      Object rdd =
          context
              .getMethod("parallelize", List.class, int.class)
              .invoke(spark, Collections.nCopies(RECORDS, "x"), TASKS);
      Object count =
          Class.forName("org.apache.spark.api.java.JavaRDD").getMethod("count").invoke(rdd);
      System.out.println("counted " + count);
      if (args.length == 0) {
        break;
      }
    }
    context.getMethod("close").invoke(spark);
  }
}
