package io.userstream.runloop.runner;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;

/**
 * Counts how many tasks the executors of an application can run at once. Executors come and go.
 * Thread-safe.
 */
final class SparkSlots {
  /** The loop asks many times a second. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SparkContext spark;
  private final int cpusPerTask;
  private int last = 1;
  private long lastNanos = System.nanoTime() - FRESH_NANOS;

  SparkSlots(SparkContext spark) {
    this.spark = spark;
    this.cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
  }

  /** Returns the number of slots, at least 1; the last number if the context has ended. */
  synchronized int count() {
    // The store of a context that has ended is empty. RunEngine.fault tells the loop.
    if (System.nanoTime() - lastNanos >= FRESH_NANOS && !spark.isStopped()) {
      lastNanos = System.nanoTime();
      try {
        int now = Math.max(1, cores() / cpusPerTask);
        last = spark.isStopped() ? last : now;
      } catch (RuntimeException e) {
        // It may end meanwhile.
        if (!spark.isStopped()) {
          throw e;
        }
      }
    }
    return last;
  }

  /** The driver is among the executors, with cores only if it runs tasks itself. */
  private int cores() {
    return scala.collection.JavaConverters.asJavaCollection(spark.statusStore().executorList(true))
        .stream()
        .mapToInt(ExecutorSummary::totalCores)
        .sum();
  }
}
