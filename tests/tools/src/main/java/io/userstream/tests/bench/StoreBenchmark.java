package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.LocalStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares {@code store} with the job that it replaces and with the limit, on the same servers,
 * cluster and machine, alternating, and checks every row.
 */
final class StoreBenchmark {
  private static final long WARM_UP_USERS = 300_000;

  private final LocalStack stack;
  private final Map<Contender, List<Backlog>> backlogs = new EnumMap<>(Contender.class);
  private final Map<Contender, SteadyLoad> loads = new EnumMap<>(Contender.class);

  StoreBenchmark(LocalStack stack) {
    this.stack = stack;
  }

  /**
   * Lets each contender store a backlog, and again in reverse order. An uncounted one goes first,
   * because it pays for the servers' cold code.
   */
  void backlogs(long users, int rounds) throws InterruptedException {
    Backlog unused = backlog(Contender.LIMIT, Math.min(users, WARM_UP_USERS));
    printHead("backlog");
    for (int round = 0; round < rounds; round++) {
      List<Contender> order = new ArrayList<>(Contender.all());
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Contender contender : order) {
        Backlog backlog = backlog(contender, users);
        backlogs.computeIfAbsent(contender, c -> new ArrayList<>()).add(backlog);
        print(contender.label(), backlog);
      }
    }
  }

  /** Measures the cost of a user for growing numbers of users. */
  void growth(List<Long> sizes) throws InterruptedException {
    System.out.printf(
        Locale.ROOT, "%-21s %9s %14s %13s%n", "growth", "users/s", "CPU s/million", "live heap");
    Flow flow = Flow.on(stack, "growth").setUp();
    Growth.measure(flow, sizes, StoreBenchmark::print);
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

  /** Prints the head of a table of backlogs. */
  static void printHead(String title) {
    System.out.printf(
        Locale.ROOT,
        "%-21s %9s %9s %14s %14s %9s%n",
        title,
        "users/s",
        "warm",
        "CPU s/million",
        "warm CPU s/m",
        "heap MiB");
  }

  /** Prints a row of a table of backlogs. */
  static void print(String label, Backlog backlog) {
    System.out.printf(
        Locale.ROOT,
        "%-21s %9.0f %9.0f %14.1f %14.1f %9d%n",
        label,
        backlog.usersPerSecond(),
        backlog.warmUsersPerSecond(),
        backlog.cpuPerMillion(),
        backlog.warmCpuPerMillion(),
        backlog.peakHeapMib());
  }

  private static void print(long users, Growth growth) {
    System.out.printf(
        Locale.ROOT,
        "%-21s %9.0f %14.1f %9d MiB%n",
        "store, " + users + " more",
        growth.usersPerSecond(),
        growth.cpuPerMillion(),
        growth.liveHeapMib());
  }

  /** Measures users at a steady rate, one contender after the other. */
  void steadyLoads() throws InterruptedException {
    System.out.printf(Locale.ROOT, "%-21s %9s%n", "1,000 users/s", "cores");
    for (Contender contender : Contender.all()) {
      Flow flow = Flow.on(stack, "steady").setUp();
      SteadyLoad load = SteadyLoad.measure(contender, flow, 0);
      loads.put(contender, load);
      System.out.printf(
          Locale.ROOT, "%-21s %9.2f %s%n", contender.label(), load.cores(), load.latencies());
      flow.tearDown();
    }
  }

  /** Prints the last lines: medians over the rounds. */
  void ratios() {
    if (backlogs.isEmpty()) {
      return;
    }
    printRatio("store/limit", warm(Contender.STORE) / warm(Contender.LIMIT));
    for (Contender peer : Contender.all()) {
      if (peer != Contender.STORE && peer != Contender.LIMIT) {
        ratiosTo(peer);
      }
    }
  }

  private void ratiosTo(Contender peer) {
    String name = " store/" + peer.label();
    printRatio("store/" + peer.label(), warm(Contender.STORE) / warm(peer));
    printRatio(
        "CPU" + name,
        median(Contender.STORE, Backlog::cpuPerMillion) / median(peer, Backlog::cpuPerMillion));
    if (!loads.isEmpty()) {
      printRatio("cores" + name, loads.get(Contender.STORE).cores() / loads.get(peer).cores());
      printRatio(
          "latency-p99" + name,
          (double) loads.get(Contender.STORE).latencies().percentile(99)
              / loads.get(peer).latencies().percentile(99));
    }
  }

  private static void printRatio(String what, double ratio) {
    System.out.printf(Locale.ROOT, "ratio %s=%.2f%n", what, ratio);
  }

  private double warm(Contender contender) {
    return median(contender, Backlog::warmUsersPerSecond);
  }

  private double median(Contender contender, ToDoubleFunction<Backlog> figure) {
    return Median.of(backlogs.get(contender).stream().mapToDouble(figure));
  }
}
