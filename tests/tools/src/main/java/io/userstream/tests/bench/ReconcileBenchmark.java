package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures the cost of {@code reconcile} per user for growing numbers of users, on DirectRunner and
 * on an executor with a heap of 1 GiB each, and with one user that was written very often. An
 * anti-join with Spark SQL compares the same users on such an executor.
 */
final class ReconcileBenchmark {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);
  private static final double MILLION = 1e6;

  private final LocalStack stack;
  private final Report.Table table;

  private ReconcileBenchmark(LocalStack stack, Report.Table table) {
    this.stack = stack;
    this.table = table;
  }

  /**
   * Measures and prints.
   *
   * @param sizes growing numbers of users
   */
  static void run(Report report, List<Long> sizes) throws Exception {
    try (LocalStack stack = BenchServers.named("bench-reconcile").start()) {
      ReconcileBenchmark benchmark =
          new ReconcileBenchmark(
              stack,
              report.table(
                  "reconcile",
                  "seconds",
                  "users/s",
                  "CPU s/million",
                  "peak heap MiB",
                  "most left MiB"));
      Flow flow = Flow.on(stack, "reconcile").setUp();
      long stored = 0;
      for (long size : sizes) {
        benchmark.storeAndMeasure(flow, stored, size);
        stored = size;
      }
      flow.tearDown();
      benchmark.hotKey(Math.min(stored, 1_000_000));
    }
  }

  private void storeAndMeasure(Flow flow, long from, long to) throws Exception {
    try (StoredUsers users = new StoredUsers(flow)) {
      users.store(from, to);
    }
    reconcile(flow, JobCommand.jar(), to, to, label("DirectRunner", to));
    double seconds = reconcile(flow, submit(), to, to, label("Spark", to));
    double peer =
        measure(
            () -> SparkPeer.antiJoin(flow, submit()),
            "users=" + to + " missing=0\n",
            to,
            label("Spark SQL anti-join", to));
    table.ratio(label("anti-join/reconcile on Spark", to), peer / seconds);
  }

  private static String label(String what, long users) {
    return String.format(Locale.ROOT, "%s, %,d", what, users);
  }

  /** Writes one user as often as there are users otherwise. */
  private void hotKey(long updates) throws Exception {
    Flow flow = Flow.on(stack, "hot").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      for (long i = 0; i < updates; i++) {
        publisher.user(Publisher.user(0));
      }
    }
    try (StoredUsers users = new StoredUsers(flow)) {
      users.store(0, 1);
    }
    reconcile(flow, JobCommand.jar(), 1, updates, "DirectRunner, one user");
    reconcile(flow, submit(), 1, updates, "Spark, one user");
    flow.tearDown();
  }

  private SparkSubmit submit() {
    return EngineProcesses.submit(stack).withConf("spark.executor.memory", "1g");
  }

  /** Returns the seconds of {@code reconcile}. */
  private double reconcile(Flow flow, JobCommand command, long users, long records, String label)
      throws InterruptedException {
    return measure(
        () -> flow.start(command, "reconcile"), " stored=" + users + " ", records, label);
  }

  /** Returns the seconds from start to end. */
  private double measure(Supplier<JobProcess> start, String result, long records, String label)
      throws InterruptedException {
    // Executors of the last job are not this job's.
    Await.until("the cluster is idle", IDLE_LIMIT, () -> stack.spark().executors().isEmpty());
    long startNanos = System.nanoTime();
    try (JobProcess job = start.get()) {
      EngineProcesses processes = new EngineProcesses(stack, job);
      try (CpuMeter cpu = CpuMeter.start(processes::all)) {
        int code = job.awaitEnd(LIMIT);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        if (code != 0 || !job.out().contains(result)) {
          throw new IllegalStateException(label + " ended with " + code + ":\n" + job.output());
        }
        table.row(
            label,
            seconds,
            records / seconds,
            cpu.used().toMillis() / 1e3 / records * MILLION,
            processes.peakHeapMib(),
            processes.mostLeftMib());
        return seconds;
      }
    }
  }
}
