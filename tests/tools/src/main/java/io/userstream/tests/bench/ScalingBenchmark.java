package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how the rate of {@code store}, with its default options, grows with the task slots of
 * the cluster. Few cores can show it because a proxy delays every request to Cassandra, so that
 * tasks wait most of the time. The ideal is the rate of one slot times the number of slots, until
 * the cores are fully used.
 */
final class ScalingBenchmark {
  private static final int MAX_SLOTS = 64;

  private static final List<Duration> DELAYS =
      List.of(Duration.ofMillis(80), Duration.ofMillis(20), Duration.ofMillis(5));

  /** Above this share of the machine, not the engine but the cores are the limit. */
  private static final double FULL = 0.85;

  private static final int USERS_WITH_ONE_SLOT = 60_000;

  /** At the ideal rate. */
  private static final int SECONDS = 40;

  private static final int MAX_USERS = 1_000_000;

  /** Part of the backlog that is measured: earlier, runs grow; later, slots are idle. */
  private static final double FROM = 0.3;

  private static final double TO = 0.75;

  private final LocalStack stack;

  private record Rate(double usersPerSecond, double machine) {}

  private ScalingBenchmark(LocalStack stack) {
    this.stack = stack;
  }

  /** Prints a line per delay and number of slots, and the smallest efficiency. */
  static void run(Report report) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench-scaling").sparkSlots(MAX_SLOTS).start()) {
      Report.Table table =
          report.table(
              "scaling", "slots", "users/s", "ideal users/s", "efficiency", "machine in use %");
      double worst = 1;
      for (Duration delay : DELAYS) {
        worst = Math.min(worst, new ScalingBenchmark(stack).measure(delay, table));
      }
      table.ratio("scaling", worst);
    }
  }

  /** Returns the smallest efficiency before the cores are fully used. */
  private double measure(Duration delay, Report.Table table) throws InterruptedException {
    double worst = 1;
    double one = 0;
    for (int slots = 1; slots <= MAX_SLOTS; slots *= 2) {
      long users =
          slots == 1 ? USERS_WITH_ONE_SLOT : Math.min(MAX_USERS, (long) (slots * one * SECONDS));
      Rate rate = store(delay, slots, users);
      one = slots == 1 ? rate.usersPerSecond() : one;
      double efficiency = rate.usersPerSecond() / (slots * one);
      table.row(
          delay.toMillis() + " ms, " + slots + " slots",
          slots,
          rate.usersPerSecond(),
          slots * one,
          efficiency,
          rate.machine() * 100);
      if (rate.machine() > FULL) {
        break;
      }
      worst = Math.min(worst, efficiency);
    }
    return worst;
  }

  private Rate store(Duration delay, int slots, long users) throws InterruptedException {
    Flow flow = Flow.on(stack, "scaling").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    SparkSubmit submit =
        SparkSubmit.to(stack.spark())
            .withConf("spark.cores.max", Integer.toString(slots))
            .withConf("spark.executor.memory", "3g");
    try (TcpProxy proxy = new TcpProxy(stack.cassandraPort(), delay);
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess job = flow.start(submit, "store", "--cassandraPort=" + proxy.port())) {
      awaitStored(job, offsets, (long) (users * FROM));
      long before = offsets.sum();
      long startNanos = System.nanoTime();
      MachineLoad load = MachineLoad.start();
      awaitStored(job, offsets, (long) (users * TO));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Rate((offsets.sum() - before) / seconds, load.share());
    } finally {
      flow.tearDown();
    }
  }

  private static void awaitStored(JobProcess job, GroupOffsets offsets, long users)
      throws InterruptedException {
    while (offsets.sum() < users) {
      if (!job.isRunning()) {
        throw new IllegalStateException("the store ended:\n" + job.output());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
