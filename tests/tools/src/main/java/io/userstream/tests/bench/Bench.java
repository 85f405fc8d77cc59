package io.userstream.tests.bench;

import com.sun.management.OperatingSystemMXBean;
import io.userstream.tests.arguments.Arguments;
import io.userstream.tests.arguments.Program;
import io.userstream.tests.bench.report.BenchmarksPage;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./userstream bench}: measures ingest, store and reconcile on this machine, and prints the
 * figures as lines.
 */
public final class Bench {
  private Bench() {}

  private static final Program PROGRAM =
      new Program(
          "userstream bench",
          """
          Usage: ./userstream bench [--option=value...]

          Measures ingest, store and reconcile on this machine, and prints the figures. 0 leaves out a
          part. Measures nothing while other programs use more than a tenth of the machine.

            --users=N      users in a backlog (1000000)
            --ingest=N     0 leaves out ingest without a raw store (1)
            --rounds=N     rounds of each contender (3); with 0, only growth, reconcile, reader,
                           operations (2 rounds), repair and looks
            --growth=N     the largest step of the growth table (1000000)
            --rows=N       rows to publish from the raw store (1000000)
            --reconcile=N  the maximum number of users to compare (1000000)
            --secure=N     users in a backlog that compares servers with TLS and logins (500000)
            --reader=N     users in a backlog that is stored while another user reads (1500000)
            --operations=N users that replay and redrive write, compared with store (1000000)
            --repair=N     users in a table that is repaired (1000000)
            --looks=N      users in a table that is compared continuously (1000000)
            --scaling      only this: the rate with 1 to 64 task slots and a slow Cassandra
            --drivers      only this: the pauses when one of two drivers joins or leaves
            --quick        only a small backlog and a short steady load
            --json=FILE    where to keep the figures; tables of earlier runs stay there
                           (target/bench.json)
            --docs         only this: puts docs/benchmarks.json into docs/benchmarks.md
            --force        measure on a busy machine too
            --readerLatency=T  --maxSinkLatency of the store that backs off for the reader (20ms)
          """);

  private static final int MAX = 999_999_999;

  /** A longer look would see single tasks of the system less. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final double QUIET = 0.1;

  /** Too short for compiled code, but it shows orders of magnitude. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  private static final List<Long> GROWTH = List.of(100_000L, 1_000_000L, 10_000_000L);

  private record Options(
      int users,
      int ingest,
      int rounds,
      int growth,
      int rows,
      int reconcile,
      int secure,
      int reader,
      int operations,
      int repair,
      int looks,
      String readerLatency,
      boolean scaling,
      boolean drivers,
      boolean quick,
      Path json,
      boolean docs,
      boolean force) {
    static Options read(Arguments arguments) {
      boolean quick = arguments.flag("quick");
      long parts = quick ? 0 : 1;
      return new Options(
          (int) arguments.number("users", quick ? 200_000 : 1_000_000, 0, MAX),
          (int) arguments.number("ingest", parts, 0, 1),
          (int) arguments.number("rounds", quick ? 1 : 3, 0, MAX),
          (int) arguments.number("growth", parts * 1_000_000, 0, MAX),
          (int) arguments.number("rows", parts * 1_000_000, 0, MAX),
          (int) arguments.number("reconcile", parts * 1_000_000, 0, MAX),
          (int) arguments.number("secure", parts * 500_000, 0, MAX),
          (int) arguments.number("reader", parts * 1_500_000, 0, MAX),
          (int) arguments.number("operations", parts * 1_000_000, 0, MAX),
          repair(arguments, parts * 1_000_000),
          (int) arguments.number("looks", parts * 1_000_000, 0, MAX),
          arguments.text("readerLatency").orElse("20ms"),
          arguments.flag("scaling"),
          arguments.flag("drivers"),
          quick,
          arguments
              .value("json", Path::of)
              .orElseGet(() -> ProjectHome.find().resolve("target/bench.json")),
          arguments.flag("docs"),
          arguments.flag("force"));
    }

    private static int repair(Arguments arguments, long unlessSet) {
      int users = (int) arguments.number("repair", unlessSet, 0, MAX);
      if (users > 0 && users < RepairBenchmark.MIN_USERS) {
        arguments.problem(
            "--repair=" + users + ": must be 0 or " + RepairBenchmark.MIN_USERS + " or more");
      }
      return users;
    }
  }

  public static void main(String[] args) throws Exception {
    Options options = PROGRAM.read(args, Options::read);
    if (options.docs()) {
      BenchmarksPage.write(ProjectHome.find().resolve("docs"));
      return;
    }
    double busy = MachineLoad.over(LOOK);
    if (busy > QUIET && !options.force()) {
      System.err.printf(
          Locale.ROOT,
          "userstream bench: other programs use %.0f %% of this machine, which would distort the"
              + " figures: stop them, or use --force%n",
          busy * 100);
      System.exit(1);
    }
    measure(options, new Report(machine(), System.out));
  }

  private static String machine() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "on %s with %d cores, %d GiB and Java %s",
        LocalDate.now(ZoneOffset.UTC),
        system.getAvailableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("java.version"));
  }

  /** A benchmark, which is written to the file only if it is complete. */
  private interface Part {
    void run(Report report) throws Exception;
  }

  private static void measure(Options options, Report report) throws Exception {
    for (Part part : parts(options)) {
      part.run(report);
      report.writeTo(options.json());
    }
  }

  private static List<Part> parts(Options options) {
    if (options.scaling()) {
      return List.of(ScalingBenchmark::run);
    }
    if (options.drivers()) {
      return List.of(DriversBenchmark::run);
    }
    List<Part> parts = new ArrayList<>();
    if (options.rounds() > 0 && options.ingest() > 0) {
      parts.add(IngestBenchmark::run);
    }
    if (options.rounds() > 0 && options.rows() > 0) {
      parts.add(report -> RawStoreBenchmark.run(report, options.rows(), options.rounds()));
    }
    if (options.reconcile() > 0) {
      parts.add(report -> ReconcileBenchmark.run(report, options.reconcile()));
    }
    if (options.rounds() > 0 && options.secure() > 0) {
      parts.add(report -> SecureBenchmark.run(report, options.secure(), options.rounds()));
    }
    if (options.reader() > 0) {
      parts.add(
          report ->
              ReaderBenchmark.run(
                  report,
                  options.reader(),
                  options.readerLatency(),
                  Math.max(1, options.rounds())));
    }
    if (options.operations() > 0) {
      parts.add(
          report ->
              OperationsBenchmark.run(report, options.operations(), Math.max(2, options.rounds())));
    }
    if (options.repair() > 0) {
      parts.add(report -> RepairBenchmark.run(report, options.repair()));
    }
    if (options.looks() > 0) {
      parts.add(report -> ContinuousBenchmark.run(report, options.looks()));
    }
    if (options.users() > 0 || options.growth() > 0) {
      parts.add(report -> store(options, report));
    }
    return parts;
  }

  private static void store(Options options, Report report) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench").start()) {
      StoreBenchmark store = new StoreBenchmark(stack, report);
      if (options.rounds() > 0 && options.users() > 0) {
        store.backlogs(options.users(), options.rounds());
        store.steadyLoads(options.quick() ? QUICK : SteadyLoad.MINUTE);
      }
      List<Long> sizes = GROWTH.stream().filter(size -> size <= options.growth()).toList();
      if (!sizes.isEmpty()) {
        store.growth(sizes);
      }
    }
  }
}
