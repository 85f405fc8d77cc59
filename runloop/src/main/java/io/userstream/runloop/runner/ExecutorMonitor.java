package io.userstream.runloop.runner;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the executors of an application. A standalone master that restarts without a recovery mode
 * makes the workers end the executors and starts no others. Without this monitor the application
 * would wait forever.
 */
final class ExecutorMonitor extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorMonitor.class);

  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Duration limit;
  private final boolean inProcess;
  private final boolean onDemand;
  private final AtomicInteger activeJobs = new AtomicInteger();
  private volatile long busySinceNanos = System.nanoTime();
  private volatile long noneSinceNanos = System.nanoTime();
  private volatile String lastLoss = "";

  private ExecutorMonitor(boolean inProcess, boolean onDemand, Duration limit) {
    this.inProcess = inProcess;
    this.onDemand = onDemand;
    this.limit = limit;
  }

  /** Starts to monitor the executors of a new context. */
  static ExecutorMonitor of(JavaSparkContext spark, SparkConf conf, Duration limit) {
    ExecutorMonitor executors =
        new ExecutorMonitor(
            conf.get("spark.master").startsWith("local"),
            conf.getBoolean("spark.dynamicAllocation.enabled", false),
            limit);
    spark.sc().addSparkListener(executors);
    // Executors that registered before the listener. The first id is the driver's.
    scala.collection.JavaConverters.asJavaCollection(spark.sc().getExecutorIds())
        .forEach(executors::added);
    return executors;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    added(added.executorId());
  }

  private void added(String id) {
    if (present.add(id)) {
      LOG.info("Spark executor {} is up", id);
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (present.remove(removed.executorId())) {
      noneSinceNanos = System.nanoTime();
      lastLoss = removed.reason();
      if (onDemand) {
        LOG.info("Spark executor {} ended: {}", removed.executorId(), removed.reason());
      } else {
        LOG.warn("lost Spark executor {}: {}", removed.executorId(), removed.reason());
      }
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart started) {
    if (activeJobs.getAndIncrement() == 0) {
      busySinceNanos = System.nanoTime();
    }
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd ended) {
    activeJobs.decrementAndGet();
  }

  /** Returns the number of executors. Spark within this process counts as one. */
  int count() {
    return inProcess ? 1 : present.size();
  }

  /** Explains in a message why there is no executor. */
  String whyNone() {
    return lastLoss.isEmpty()
        ? "the cluster has started none: check that a worker has enough free cores and memory, and"
            + " that executors start there"
        : "the last one ended: " + lastLoss;
  }

  /** Returns how the last executor was lost, to be appended to a sentence; empty if none was. */
  String lastLoss() {
    return lastLoss.isEmpty() ? "" : "; the last executor ended: " + lastLoss;
  }

  /**
   * Describes that there has been no executor for too long; empty otherwise. With dynamic
   * allocation, an idle application has none.
   */
  Optional<String> fault() {
    if (count() > 0 || nanosWithoutExecutor() < limit.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Spark has had no executor for this job for %d s%s: the cluster has no free worker, or"
                + " its master has lost the application (spark.deploy.recoveryMode keeps it)."
                + " Everything stored is committed. Start the job again",
            limit.toSeconds(),
            lastLoss()));
  }

  private long nanosWithoutExecutor() {
    long now = System.nanoTime();
    if (!onDemand) {
      return now - noneSinceNanos;
    }
    return activeJobs.get() == 0 ? 0 : Math.min(now - noneSinceNanos, now - busySinceNanos);
  }
}
