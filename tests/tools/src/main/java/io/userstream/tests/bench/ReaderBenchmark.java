package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Median;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a {@link ForeignReader} notices of a store that works on a backlog: alone, with a
 * store that never backs off, and with one that does. The stores take turns.
 */
final class ReaderBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** By then, code is compiled and the number of runs has adapted. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private static final Duration MEASURED = Duration.ofSeconds(30);

  /** A latency that is never exceeded. */
  private static final String NEVER = "10s";

  private ReaderBenchmark() {}

  /** A kind of store, with the figures that it yielded. */
  private record Side(
      String name, String maxSinkLatency, List<Double> p99, List<Double> usersPerSecond) {
    Side(String name, String maxSinkLatency) {
      this(name, maxSinkLatency, new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Prints the figures and their ratios.
   *
   * @param users in a backlog; more than a store can process while it is measured
   * @param maxSinkLatency of the store that backs off
   */
  static void run(Report report, long users, String maxSinkLatency, int rounds)
      throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench-reader").start();
        ForeignReader reader = new ForeignReader(stack)) {
      Report.Table table =
          report.table(
              "another reader", "p50 ms", "p90 ms", "p99 ms", "users/s stored", "runs allowed");
      Latencies unused = reader.read(WARM_UP);
      row(table, "reader alone", reader.read(MEASURED), 0, 0);
      Side free = new Side("store", NEVER);
      Side backsOff = new Side("store, " + maxSinkLatency, maxSinkLatency);
      for (int round = 0; round < rounds; round++) {
        for (Side side : round % 2 == 0 ? List.of(free, backsOff) : List.of(backsOff, free)) {
          measure(stack, reader, side, users, table);
        }
      }
      table.ratio("reader-p99 with/without", median(backsOff.p99()) / median(free.p99()));
      table.ratio(
          "store with/without", median(backsOff.usersPerSecond()) / median(free.usersPerSecond()));
    }
  }

  private static void measure(
      LocalStack stack, ForeignReader reader, Side side, long users, Report.Table table)
      throws InterruptedException {
    Flow flow = Flow.on(stack, "reader").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    JobStatus status = new JobStatus();
    try (GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess store =
            flow.start(
                SparkSubmit.to(stack.spark()),
                "store",
                status.option(),
                "--maxSinkLatency=" + side.maxSinkLatency())) {
      Await.until(
          "the store works",
          LIMIT,
          () -> {
            if (!store.isRunning()) {
              throw new IllegalStateException("the store ended:\n" + store.output());
            }
            return offsets.sum() > 0;
          });
      Latencies unused = reader.read(WARM_UP);
      long before = offsets.sum();
      long startNanos = System.nanoTime();
      Latencies latencies = reader.read(MEASURED);
      double perSecond = (offsets.sum() - before) / ((System.nanoTime() - startNanos) / 1e9);
      if (offsets.sum() == users) {
        throw new IllegalStateException("the store was done too soon: raise --users");
      }
      side.p99().add((double) latencies.percentile(99));
      side.usersPerSecond().add(perSecond);
      row(table, side.name(), latencies, perSecond, status.metric("userstream_runs_allowed"));
    }
    flow.tearDown();
  }

  private static void row(
      Report.Table table, String name, Latencies latencies, double perSecond, double runsAllowed) {
    table.row(
        name,
        latencies.percentile(50),
        latencies.percentile(90),
        latencies.percentile(99),
        perSecond,
        runsAllowed);
  }

  private static double median(List<Double> values) {
    return Median.of(values.stream().mapToDouble(value -> value));
  }
}
