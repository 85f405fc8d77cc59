package io.userstream.runloop.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which executors an application has. A standalone master that was lost and comes back without a
 * recovery mode makes the workers end the executors, and never gives others: without this watch the
 * application would wait for ever.
 */
final class ExecutorMonitor extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorMonitor.class);

  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Duration limit;
  private final boolean inProcess;
  private volatile long noneSinceNanos = System.nanoTime();
  private volatile String lastLoss = "";

  private ExecutorMonitor(boolean inProcess, Duration limit) {
    this.inProcess = inProcess;
    this.limit = limit;
  }

  /** Watches those of a context that has just been made. */
  static ExecutorMonitor of(JavaSparkContext spark, SparkConf conf, Duration limit) {
    ExecutorMonitor executors =
        new ExecutorMonitor(conf.get("spark.master").startsWith("local"), limit);
    spark.sc().addSparkListener(executors);
    // Those that were there before the listener; the first id is the driver's.
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
      LOG.info("Spark executor {} is there", id);
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (present.remove(removed.executorId())) {
      noneSinceNanos = System.nanoTime();
      lastLoss = removed.reason();
      LOG.warn("Spark executor {} is lost: {}", removed.executorId(), removed.reason());
    }
  }

  /** How many there are; a Spark within this process counts as one. */
  int count() {
    return inProcess ? 1 : present.size();
  }

  /** Why there may be none, for a message. */
  String whyNone() {
    return lastLoss.isEmpty()
        ? "the cluster has given none: has a worker enough free cores and memory, and do executors"
            + " start there?"
        : "the last one ended: " + lastLoss;
  }

  /** How the last one was lost, to be appended to a sentence; empty when none was. */
  String lastLoss() {
    return lastLoss.isEmpty() ? "" : "; the last executor ended: " + lastLoss;
  }

  /** That there has been no executor for too long. */
  Optional<String> fault() {
    if (count() > 0 || System.nanoTime() - noneSinceNanos < limit.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "Spark has given no executor for %d s%s: the cluster has no free worker, or its master"
                + " has forgotten the application (spark.deploy.recoveryMode keeps it). What is safe"
                + " is committed; start the job again",
            limit.toSeconds(), lastLoss()));
  }
}
