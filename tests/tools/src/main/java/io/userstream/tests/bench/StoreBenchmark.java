package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Median;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Compares {@code store} with the job that it replaces and with the limit, on the same servers,
 * cluster and machine, alternating, and checks every row.
 */
final class StoreBenchmark {
  private static final long WARM_UP_USERS = 300_000;

  /** The columns of a table of backlogs. */
  static final String[] BACKLOG = {
    "users/s", "warm users/s", "CPU s/million", "warm CPU s/million", "peak heap MiB"
  };

  private final LocalStack stack;
  private final Report report;
  private final List<Contender> peers;
  private final Map<Contender, List<Backlog>> backlogs = new EnumMap<>(Contender.class);

  StoreBenchmark(LocalStack stack, Report report, List<Contender> peers) {
    this.stack = stack;
    this.report = report;
    this.peers = peers;
  }

  /**
   * Lets each contender store a backlog, and again in reverse order. An uncounted one goes first,
   * because it pays for the servers' cold code.
   */
  void backlogs(long users, int rounds) throws InterruptedException {
    Backlog unused = backlog(Contender.LIMIT, Math.min(users, WARM_UP_USERS));
    Report.Table table =
        report.table(String.format(Locale.ROOT, "backlog of %,d users", users), BACKLOG);
    for (int round = 0; round < rounds; round++) {
      List<Contender> order = new ArrayList<>(contenders());
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Contender contender : order) {
        Backlog backlog = backlog(contender, users);
        backlogs.computeIfAbsent(contender, c -> new ArrayList<>()).add(backlog);
        table.row(contender.label(), figures(backlog));
      }
    }
    ratios(table);
  }

  /** Measures the cost of a user for growing numbers of users. */
  void growth(List<Long> sizes) throws InterruptedException {
    Report.Table table = report.table("growth", "users/s", "CPU s/million", "live heap MiB");
    Flow flow = Flow.on(stack, "growth").setUp();
    Growth.measure(
        flow,
        sizes,
        (users, growth) ->
            table.row(
                String.format(Locale.ROOT, "%,d more users", users),
                growth.usersPerSecond(),
                growth.cpuPerMillion(),
                growth.liveHeapMib()));
    flow.tearDown();
  }

  private Backlog backlog(Contender contender, long users) throws InterruptedException {
    Flow flow = Flow.on(stack, "bench").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    Backlog backlog = Backlog.measure(contender, flow, users);
    long rows = flow.contents().countRows();
    if (rows != users) {
      throw new IllegalStateException(contender.label() + " stored " + rows + " of " + users);
    }
    // Neither compaction nor garbage of the previous measurement may affect the next.
    flow.tearDown();
    return backlog;
  }

  /** Returns a row of a table of backlogs. */
  static Number[] figures(Backlog backlog) {
    return new Number[] {
      backlog.usersPerSecond(),
      backlog.warmUsersPerSecond(),
      backlog.cpuPerMillion(),
      backlog.warmCpuPerMillion(),
      backlog.peakHeapMib()
    };
  }

  /**
   * Measures users at a steady rate, one contender after the other.
   *
   * @param time of the measurement
   */
  void steadyLoads(Duration time) throws InterruptedException {
    Report.Table table = report.table("1,000 users/s", SteadyLoad.COLUMNS);
    Map<Contender, SteadyLoad> loads = new EnumMap<>(Contender.class);
    for (Contender contender : contenders()) {
      Flow flow = Flow.on(stack, "steady").setUp();
      SteadyLoad load = SteadyLoad.measure(contender, flow, 0, time);
      loads.put(contender, load);
      table.row(contender.label(), load.figures());
      flow.tearDown();
    }
    SteadyLoad store = loads.get(Contender.STORE);
    for (Contender peer : peers) {
      table.ratio("cores store/" + peer.label(), store.cores() / loads.get(peer).cores());
      table.ratio(
          "latency-p99 store/" + peer.label(),
          (double) store.latencies().percentile(99) / loads.get(peer).latencies().percentile(99));
    }
  }

  private void ratios(Report.Table table) {
    for (Contender peer : peers) {
      table.ratio("store/" + peer.label(), ratio(peer, Backlog::warmUsersPerSecond));
      table.ratio("CPU store/" + peer.label(), ratio(peer, Backlog::cpuPerMillion));
      table.ratio("warm CPU store/" + peer.label(), ratio(peer, Backlog::warmCpuPerMillion));
    }
  }

  private List<Contender> contenders() {
    return Stream.concat(Stream.of(Contender.STORE), peers.stream()).toList();
  }

  private double ratio(Contender peer, ToDoubleFunction<Backlog> figure) {
    return median(Contender.STORE, figure) / median(peer, figure);
  }

  private double median(Contender contender, ToDoubleFunction<Backlog> figure) {
    return Median.of(backlogs.get(contender).stream().mapToDouble(figure));
  }
}
