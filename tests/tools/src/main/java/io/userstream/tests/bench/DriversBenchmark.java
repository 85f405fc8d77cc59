package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures what users notice when a driver of {@code store} joins, leaves or is killed: two drivers
 * with two workers each share a topic with 60 partitions. Each worker has one task slot.
 */
final class DriversBenchmark {
  private static final int USERS_PER_SECOND = 1_000;
  private static final Duration WARM_UP = Duration.ofMinutes(1);
  private static final Duration TIME = Duration.ofSeconds(45);

  /** When something happens to the second driver, after the begin of the load. */
  private static final long HAPPENS_AFTER_SECONDS = 10;

  private final Flow flow;
  private final Report.Table table;
  private final JobStatus first = new JobStatus();
  private long users;

  private DriversBenchmark(Flow flow, Report.Table table) {
    this.flow = flow;
    this.table = table;
  }

  /** Prints a line per event. */
  static void run(Report report) throws InterruptedException {
    try (LocalStack stack =
        BenchServers.named("bench-drivers").sparkWorkers(4).sparkSlots(1).start()) {
      Report.Table table =
          report.table("drivers", "p50 ms", "p99 ms", "longest ms", "share of the first %");
      new DriversBenchmark(Flow.on(stack, "drivers").setUp("--partitions=60"), table).measure();
    }
  }

  private void measure() throws InterruptedException {
    try (JobProcess driver = start(first)) {
      measure("one driver", WARM_UP, () -> {});
      CompletableFuture<JobProcess> joined = new CompletableFuture<>();
      measure("another one starts", Duration.ZERO, () -> joined.complete(start(new JobStatus())));
      measure("two drivers", WARM_UP, () -> {});
      measure("one is stopped", Duration.ZERO, joined.join()::terminate);
      joined.join().close();
      try (JobProcess second = start(new JobStatus())) {
        measure("two drivers again", WARM_UP, () -> {});
        measure("one is killed", Duration.ZERO, second::kill);
      }
      if (!driver.isRunning()) {
        throw new IllegalStateException("the first driver ended:\n" + driver.output());
      }
    }
  }

  private JobProcess start(JobStatus status) {
    SparkSubmit submit = SparkSubmit.to(flow.stack().spark()).withConf("spark.cores.max", "2");
    return flow.start(submit, "store", status.option());
  }

  private void measure(String label, Duration warmUp, Runnable event) throws InterruptedException {
    CompletableFuture<Void> happened =
        CompletableFuture.runAsync(
            event, CompletableFuture.delayedExecutor(HAPPENS_AFTER_SECONDS, TimeUnit.SECONDS));
    double before = users == 0 ? 0 : first.metric("userstream_records_read_total");
    Latencies latencies = new LatencyProbe(flow, USERS_PER_SECOND).run(users, warmUp, TIME);
    happened.join();
    long published = USERS_PER_SECOND * warmUp.plus(TIME).toSeconds();
    users += published;
    table.row(
        label,
        latencies.percentile(50),
        latencies.percentile(99),
        latencies.percentile(100),
        (first.metric("userstream_records_read_total") - before) / published * 100);
  }
}
