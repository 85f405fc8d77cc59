package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the number of partitions costs {@code store}: its start, a backlog, a steady load
 * and the memory of the driver.
 */
final class PartitionsBenchmark {
  private static final List<Integer> PARTITIONS = List.of(6, 300, 1_000);
  private static final Duration STEADY = Duration.ofSeconds(45);

  private PartitionsBenchmark() {}

  /**
   * Prints a row per number of partitions.
   *
   * @param users in the backlog
   */
  static void run(Report report, long users) throws InterruptedException, IOException {
    Report.Table table =
        report.table(
            "partitions",
            "first commit s",
            "users/s",
            "CPU s/million",
            "p50 ms",
            "p99 ms",
            "cores",
            "driver heap MiB");
    try (LocalStack stack = BenchServers.named("bench-partitions").start()) {
      for (int partitions : PARTITIONS) {
        Flow flow = Flow.on(stack, "partitions").setUp("--partitions=" + partitions);
        table.row(String.format(Locale.ROOT, "%,d partitions", partitions), measure(flow, users));
        flow.tearDown();
      }
    }
  }

  private static Number[] measure(Flow flow, long users) throws InterruptedException, IOException {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    try (CatchUp store = CatchUp.start(flow)) {
      double first = store.secondsUntil(1);
      double all = store.secondsUntil(users);
      double cpuSeconds = store.cpuSeconds();
      SteadyLoad load = SteadyLoad.measure(store.processes(), flow, users, STEADY);
      return new Number[] {
        first,
        users / all,
        cpuSeconds / users * 1e6,
        load.latencies().percentile(50),
        load.latencies().percentile(99),
        load.cores(),
        store.driverHeapMib()
      };
    }
  }
}
