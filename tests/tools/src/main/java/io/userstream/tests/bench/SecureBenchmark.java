package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Median;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares {@code store} on servers with TLS, logins and rights with {@code store} on servers
 * without them: both sets of servers run at the same time, and take turns.
 */
final class SecureBenchmark {
  private SecureBenchmark() {}

  /** One of both sets of servers, with the figures that it yielded. */
  private record Side(
      String name, LocalStack stack, List<Double> throughput, List<Double> latencies) {}

  /**
   * Prints the figures and their ratio.
   *
   * @param users in a backlog
   */
  static void run(Report report, long users, int rounds) throws InterruptedException {
    try (LocalStack plain = start(false);
        LocalStack secured = start(true)) {
      List<Side> sides =
          List.of(
              new Side("plain", plain, new ArrayList<>(), new ArrayList<>()),
              new Side("secured", secured, new ArrayList<>(), new ArrayList<>()));
      Report.Table table =
          report.table(
              String.format(Locale.ROOT, "TLS, backlog of %,d", users), StoreBenchmark.BACKLOG);
      Report.Table steady = report.table("TLS, 1,000 users/s", SteadyLoad.COLUMNS);
      // One uncounted round, because the first one pays for the cold code of the servers.
      for (int round = 0; round <= rounds; round++) {
        for (Side side : round % 2 == 0 ? sides : List.of(sides.get(1), sides.get(0))) {
          Flow flow = Flow.on(side.stack(), "secure").setUp();
          Backlog backlog = backlog(flow, side, users);
          if (round > 0) {
            table.row(side.name(), StoreBenchmark.figures(backlog));
            side.throughput().add(backlog.warmUsersPerSecond());
            SteadyLoad load = SteadyLoad.measure(Contender.STORE, flow, users, SteadyLoad.MINUTE);
            steady.row(side.name(), load.figures());
            side.latencies().add((double) load.latencies().percentile(50));
          }
          flow.tearDown();
        }
      }
      table.ratio(
          "secured/plain", median(sides.get(1).throughput()) / median(sides.get(0).throughput()));
      steady.ratio(
          "latency-p50 secured/plain",
          median(sides.get(1).latencies()) / median(sides.get(0).latencies()));
    }
  }

  private static LocalStack start(boolean secured) {
    var builder = BenchServers.named(secured ? "bench-secured" : "bench-plain");
    return (secured ? builder.secured() : builder).start();
  }

  private static Backlog backlog(Flow flow, Side side, long users) throws InterruptedException {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    Backlog backlog = Backlog.measure(Contender.STORE, flow, users);
    long rows = flow.contents().countRows();
    if (rows != users) {
      throw new IllegalStateException(side.name() + " stored " + rows + " of " + users);
    }
    return backlog;
  }

  private static double median(List<Double> values) {
    return Median.of(values.stream().mapToDouble(value -> value));
  }
}
