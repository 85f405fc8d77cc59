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
import java.util.function.LongSupplier;

/**
 * Measures how the rate of {@code store}, with its default options, grows with the task slots of
 * the cluster, and how the rate of the job that {@code store} replaces does. Few cores can show it
 * because a proxy delays every request to Cassandra, so that tasks wait most of the time. The ideal
 * is the rate of one slot times the number of slots, until the cores are fully used.
 */
final class ScalingBenchmark {
  private static final int MAX_SLOTS = 64;

  private static final List<Duration> DELAYS =
      List.of(Duration.ofMillis(80), Duration.ofMillis(20), Duration.ofMillis(5));

  /** Above this share of the machine, not the engine but the cores are the limit. */
  private static final double FULL = 0.85;

  /** With more slots, a job that is less efficient would only take longer. */
  private static final double MIN_EFFICIENCY = 0.3;

  /** At the ideal rate. */
  private static final int SECONDS = 40;

  private static final int MAX_USERS = 1_000_000;

  /** Part of the backlog that is measured: earlier, runs grow; later, slots are idle. */
  private static final double FROM = 0.3;

  private static final double TO = 0.75;

  private final LocalStack stack;
  private final Report.Table table;

  private record Rate(double usersPerSecond, double machine) {}

  private enum Job {
    STORE(Contender.STORE) {
      @Override
      long usersWithOneSlot(Duration delay) {
        return 60_000;
      }

      @Override
      JobProcess start(Flow flow, SparkSubmit submit, int cassandraPort, long users, int slots) {
        return flow.start(submit, "store", "--cassandraPort=" + cassandraPort);
      }
    },

    STRUCTURED_STREAMING(Contender.STRUCTURED_STREAMING) {
      /** A task of the connector has five statements in flight by default. */
      @Override
      long usersWithOneSlot(Duration delay) {
        return 5 * SECONDS * 1_000 / delay.toMillis();
      }

      /** Micro-batches of two seconds at the ideal rate: it reports nothing before one ends. */
      @Override
      JobProcess start(Flow flow, SparkSubmit submit, int cassandraPort, long users, int slots) {
        return SparkPeer.store(flow, submit, cassandraPort, users * 2 / SECONDS, slots);
      }
    };

    private final Contender contender;

    Job(Contender contender) {
      this.contender = contender;
    }

    abstract long usersWithOneSlot(Duration delay);

    abstract JobProcess start(
        Flow flow, SparkSubmit submit, int cassandraPort, long users, int slots);
  }

  private ScalingBenchmark(LocalStack stack, Report.Table table) {
    this.stack = stack;
    this.table = table;
  }

  /** Prints a line per job, delay and number of slots, and the smallest efficiencies. */
  static void run(Report report) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench-scaling").sparkSlots(MAX_SLOTS).start()) {
      ScalingBenchmark benchmark =
          new ScalingBenchmark(
              stack,
              report.table(
                  "scaling",
                  "slots",
                  "users/s",
                  "ideal users/s",
                  "efficiency",
                  "machine in use %"));
      for (Job job : Job.values()) {
        double worst = 1;
        for (Duration delay : DELAYS) {
          worst = Math.min(worst, benchmark.measure(job, delay));
        }
        benchmark.table.ratio("scaling of " + job.contender.label(), worst);
      }
    }
  }

  /** Returns the smallest efficiency before the cores are fully used. */
  private double measure(Job job, Duration delay) throws InterruptedException {
    double worst = 1;
    double one = 0;
    for (int slots = 1; slots <= MAX_SLOTS; slots *= 2) {
      long users =
          slots == 1
              ? job.usersWithOneSlot(delay)
              : Math.min(MAX_USERS, (long) (slots * one * SECONDS));
      Rate rate = rate(job, delay, slots, users);
      one = slots == 1 ? rate.usersPerSecond() : one;
      double efficiency = rate.usersPerSecond() / (slots * one);
      table.row(
          job.contender.label() + ", " + delay.toMillis() + " ms, " + slots + " slots",
          slots,
          rate.usersPerSecond(),
          slots * one,
          efficiency,
          rate.machine() * 100);
      if (rate.machine() > FULL) {
        break;
      }
      worst = Math.min(worst, efficiency);
      if (efficiency < MIN_EFFICIENCY) {
        break;
      }
    }
    return worst;
  }

  private Rate rate(Job what, Duration delay, int slots, long users) throws InterruptedException {
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
        JobProcess job = what.start(flow, submit, proxy.port(), users, slots)) {
      LongSupplier stored = () -> what.contender.stored(offsets, job);
      awaitStored(job, stored, (long) (users * FROM));
      long before = stored.getAsLong();
      long startNanos = System.nanoTime();
      MachineLoad load = MachineLoad.start();
      awaitStored(job, stored, (long) (users * TO));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Rate((stored.getAsLong() - before) / seconds, load.share());
    } finally {
      flow.tearDown();
    }
  }

  private static void awaitStored(JobProcess job, LongSupplier stored, long users)
      throws InterruptedException {
    while (stored.getAsLong() < users) {
      if (!job.isRunning()) {
        throw new IllegalStateException("the job ended:\n" + job.output());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
