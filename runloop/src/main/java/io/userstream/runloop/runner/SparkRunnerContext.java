package io.userstream.runloop.runner;

import io.userstream.runloop.Run;
import io.userstream.runloop.servers.ServerException;
import io.userstream.runloop.servers.ServerWait;
import io.userstream.runloop.servers.ServerWait.NotYetException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Spark context for all pipelines of a job: its executors stay up between the runs, and several
 * runs share them. Thread-safe.
 */
final class SparkRunnerContext implements RunnerContext {
  private static final Logger LOG = LoggerFactory.getLogger(SparkRunnerContext.class);

  /** How long to wait for the last tasks of a failed run, which Spark asks to end. */
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(30);

  /** A Spark setting, see {@link DriverCompiler}. */
  private static final String DRIVER_USES_C2 = "spark.userstream.driverUsesC2";

  /** Runs before Spark's own hook, which stops the context and has priority 40. */
  private static final int HOOK_PRIORITY = 100;

  private final JavaSparkContext spark;
  private final ExecutorMonitor executors;
  private final SparkSlots slots;
  private Runnable hook = () -> {};
  private volatile Optional<SparkCounters> counters = Optional.empty();

  private SparkRunnerContext(JavaSparkContext spark, ExecutorMonitor executors) {
    this.spark = spark;
    this.executors = executors;
    this.slots = new SparkSlots(spark.sc());
  }

  static SparkRunnerContext open(
      PipelineOptions options, String name, Duration timeout, Duration executorTimeout)
      throws InterruptedException {
    SparkContextOptions sparkOptions = options.as(SparkContextOptions.class);
    SparkConf conf = SparkSettings.of(sparkOptions, name);
    String master = conf.get("spark.master");
    // With a local master, the driver also runs the tasks.
    if (!master.startsWith("local") && !conf.getBoolean(DRIVER_USES_C2, false)) {
      DriverCompiler.useC1Only();
    }
    SparkMaster.await(master, timeout);
    JavaSparkContext spark = start(conf);
    SparkRunnerContext context =
        new SparkRunnerContext(spark, ExecutorMonitor.of(spark, conf, executorTimeout));
    try {
      JavaFutureAction<List<String>> answer = context.beginFirstJob(master);
      context.awaitExecutor(master, timeout);
      ExecutorVersionCheck.requireSameVersions(spark, answer, timeout);
    } catch (RuntimeException | InterruptedException e) {
      context.close();
      throw e;
    }
    sparkOptions.setUsesProvidedSparkContext(true);
    sparkOptions.setProvidedSparkContext(spark);
    return context;
  }

  /** Catches every exception: Scala code throws checked ones that it does not declare. */
  private static JavaSparkContext start(SparkConf conf) {
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) {
      if (conf.getBoolean("spark.eventLog.enabled", false) && e instanceof IOException) {
        throw new ServerException(
            String.format(
                Locale.ROOT,
                "Spark cannot write its event log (%s): create the folder, fix spark.eventLog.dir,"
                    + " or set spark.eventLog.enabled=false",
                e.getMessage()),
            e);
      }
      throw new ServerException("Spark cannot start the application: " + e.getMessage(), e);
    }
  }

  /** Begins the first job. Spark stops a context in the background if the master rejects it. */
  private JavaFutureAction<List<String>> beginFirstJob(String master) {
    try {
      return ExecutorVersionCheck.begin(spark);
    } catch (IllegalStateException e) {
      throw endedEarly(master, e);
    }
  }

  private ServerException endedEarly(String master, @Nullable Throwable cause) {
    String reason =
        executors.lastLoss().isEmpty()
            ? "; this is Spark "
                + spark.version()
                + ", and the cluster must have the same version, and the same"
                + " spark.authenticate.secret if it requires one"
            : executors.lastLoss();
    return new ServerException(
        "Spark at " + master + " ended the application before its first job" + reason, cause);
  }

  private void awaitExecutor(String master, Duration timeout) throws InterruptedException {
    ServerWait.forServer("an executor of Spark at " + master, timeout)
        .until(
            remaining -> {
              if (spark.sc().isStopped()) {
                throw endedEarly(master, null);
              }
              if (executors.count() == 0) {
                throw new NotYetException(executors.whyNone(), null);
              }
              return true;
            });
  }

  @Override
  public PipelineResult.State execute(Run run, Pipeline pipeline) {
    String group = "run " + run.number() + " attempt " + run.attempt();
    // Inherited by the thread in which Beam starts the pipeline's jobs.
    spark.setJobGroup(group, "offsets: " + run.span());
    boolean done = false;
    try {
      PipelineResult.State state = pipeline.run().waitUntilFinish();
      done = state == PipelineResult.State.DONE;
      return state;
    } finally {
      boolean isDone = done;
      counters.ifPresent(counts -> counts.ended(group, isDone));
      if (!done) {
        end(group);
      }
    }
  }

  /** Cancels the other tasks of a failed job, so that they do not overlap with the next attempt. */
  private void end(String group) {
    if (spark.sc().isStopped()) {
      return;
    }
    spark.cancelJobGroup(group);
    long start = System.nanoTime();
    while (activeTasks(group) > 0 && System.nanoTime() - start < QUIET_LIMIT.toNanos()) {
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private int activeTasks(String group) {
    int active = 0;
    for (int job : spark.statusTracker().getJobIdsForGroup(group)) {
      var info = spark.statusTracker().getJobInfo(job);
      for (int stage : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo stageInfo = spark.statusTracker().getStageInfo(stage);
        active += stageInfo == null ? 0 : stageInfo.numActiveTasks();
      }
    }
    return active;
  }

  @Override
  public void onCounts(CounterListener listener) {
    counters = Optional.of(SparkCounters.of(spark, listener));
  }

  @Override
  public int slots() {
    return slots.count();
  }

  @Override
  public Optional<String> fault() {
    if (spark.sc().isStopped()) {
      return Optional.of(
          "Spark ended the application"
              + executors.lastLoss()
              + ". Everything stored is committed. Start the job again");
    }
    return executors.fault();
  }

  @Override
  public void onTermination(Runnable action, Duration timeout) {
    hook = action;
    ShutdownHookManager.get()
        .addShutdownHook(action, HOOK_PRIORITY, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public BundleRetries bundleRetries() {
    return SparkRunnerContext::taskIsRetry;
  }

  private static boolean taskIsRetry() {
    TaskContext task = TaskContext.get();
    return task != null && (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0);
  }

  @Override
  public void close() {
    try {
      ShutdownHookManager.get().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending");
    }
    spark.stop();
  }
}
