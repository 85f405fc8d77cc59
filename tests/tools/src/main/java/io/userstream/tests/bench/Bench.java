package io.userstream.tests.bench;

import com.sun.management.OperatingSystemMXBean;
import io.userstream.tests.arguments.Arguments;
import io.userstream.tests.arguments.Program;
import io.userstream.tests.bench.report.BenchmarksPage;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.stack.ProjectHome;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code ./userstream bench}: measures the jobs and their peers on this machine, and prints the
 * figures as lines.
 */
public final class Bench {
  private Bench() {}

  private static final Program PROGRAM =
      new Program(
          "userstream bench",
          """
          Usage: ./userstream bench [--option=value...]

          Measures the jobs and their peers on this machine, and prints the figures. Measures nothing
          while other programs use more than a tenth of the machine.

            --only=PART,PART  the parts to measure (all but those that run only by name)
            --users=N         users in the backlog or table of the parts of --only
            --rounds=N        rounds of each contender (3)
            --peers=NAME,NAME what the part store compares store with (all)
            --readerLatency=T --maxSinkLatency of the store that backs off for the reader (20ms)
            --quick           some six minutes: a small backlog, one round, two peers, a short
                              steady load; without --only, only the part store
            --json=FILE       where to keep the figures; tables of earlier runs stay there
                              (target/bench.json)
            --docs            only this: puts docs/benchmarks.json into docs/benchmarks.md
            --force           measure on a busy machine too

          Parts, with their default number of users:

          """
              + BenchPart.help());

  private static final int MAX = 999_999_999;

  /** A longer look would see single tasks of the system less. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final double QUIET = 0.1;
  private static final long QUICK_USERS = 200_000;

  private record Options(
      List<BenchPart> parts,
      OptionalLong users,
      int rounds,
      List<Contender> peers,
      String readerLatency,
      boolean quick,
      Path json,
      boolean docs,
      boolean force) {
    static Options read(Arguments arguments) {
      boolean quick = arguments.flag("quick");
      Optional<List<BenchPart>> only = arguments.value("only", BenchPart::parse);
      Options options =
          new Options(
              only.orElseGet(() -> quick ? List.of(BenchPart.STORE) : BenchPart.byDefault()),
              arguments.number("users", 1, MAX).stream().mapToLong(users -> users).findAny(),
              (int) arguments.number("rounds", quick ? 1 : 3, 1, MAX),
              arguments
                  .value("peers", Contender::parsePeers)
                  .orElseGet(quick ? Contender::quickPeers : Contender::peers),
              arguments.text("readerLatency").orElse("20ms"),
              quick,
              arguments
                  .value("json", Path::of)
                  .orElseGet(() -> ProjectHome.find().resolve("target/bench.json")),
              arguments.flag("docs"),
              arguments.flag("force"));
      if (options.users().isPresent() && only.isEmpty()) {
        arguments.problem("--users: needs --only, because each part has another default");
      }
      options.require(arguments, BenchPart.REPAIR, RepairBenchmark.MIN_USERS);
      options.require(arguments, BenchPart.OFFSETS, OffsetsBenchmark.MIN_OFFSETS);
      return options;
    }

    private void require(Arguments arguments, BenchPart part, long least) {
      if (parts.contains(part) && users(part) < least) {
        arguments.problem(
            "--users=" + users(part) + ": " + part.label() + " needs " + least + " or more");
      }
    }

    long users(BenchPart part) {
      return users.orElse(quick ? QUICK_USERS : part.users());
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
    Report report = new Report(machine(), System.out);
    for (BenchPart part : options.parts()) {
      part.run(
          report,
          new BenchPart.Size(
              options.users(part),
              options.rounds(),
              options.peers(),
              options.readerLatency(),
              options.quick()));
      // Only a part that is complete is written.
      report.writeTo(options.json());
    }
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
}
