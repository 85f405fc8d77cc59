package io.userstream.tests.bench;

import io.userstream.tests.bench.report.Report;
import io.userstream.tests.stack.LocalStack;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of {@code ./userstream bench}, with servers of its own. */
enum BenchPart {
  INGEST(
      500_000,
      "ingest without a raw store",
      (report, size) -> IngestBenchmark.run(report, (int) size.users())),
  RAW_STORE(
      1_000_000,
      "ingest with a raw store, and publish",
      (report, size) -> RawStoreBenchmark.run(report, (int) size.users(), size.rounds())),
  RECONCILE(
      1_000_000,
      "reconcile and Spark SQL's anti-join, for growing numbers of users",
      (report, size) -> ReconcileBenchmark.run(report, size.steps())),
  SECURE(
      500_000,
      "store with and without TLS and logins",
      (report, size) -> SecureBenchmark.run(report, size.users(), size.rounds())),
  READER(
      1_500_000,
      "another user's reads while a backlog is stored",
      (report, size) ->
          ReaderBenchmark.run(report, size.users(), size.readerLatency(), size.rounds())),
  OPERATIONS(
      1_000_000,
      "redrive and replay, compared with store",
      (report, size) -> OperationsBenchmark.run(report, size.users(), size.rounds())),
  REPAIR(
      1_000_000, "reconcile --repair", (report, size) -> RepairBenchmark.run(report, size.users())),
  LOOKS(
      1_000_000,
      "reconcile --every",
      (report, size) -> ContinuousBenchmark.run(report, size.users())),
  STORE(1_000_000, "store, compared with its peers and the limit", BenchPart::store),
  GROWTH(1_000_000, "store, for growing numbers of users", BenchPart::growth),
  // These and all that follow run only by name.
  SCALING(
      0,
      "store with 1 to 64 task slots and a slow Cassandra; only by name",
      (report, size) -> ScalingBenchmark.run(report)),
  DRIVERS(
      0,
      "the pauses when one of two drivers joins or leaves; only by name",
      (report, size) -> DriversBenchmark.run(report)),
  PARTITIONS(
      300_000,
      "store with 6 to 1,000 partitions; only by name",
      (report, size) -> PartitionsBenchmark.run(report, size.users())),
  OFFSETS(
      10_000_000,
      "store with many offsets in its backlog, and few users; only by name",
      (report, size) -> OffsetsBenchmark.run(report, size.users()));

  private final long users;
  private final String about;

  @SuppressWarnings("ImmutableEnumChecker") // The measurements are stateless.
  private final Measurement measurement;

  private interface Measurement {
    void run(Report report, Size size) throws Exception;
  }

  /**
   * How much a part measures.
   *
   * @param users in a backlog or a table; the largest number, if they grow
   * @param rounds of each contender
   * @param peers with which {@code store} is compared
   * @param readerLatency {@code --maxSinkLatency} of the store that backs off
   * @param isQuick whether the steady loads are short
   */
  record Size(
      long users, int rounds, List<Contender> peers, String readerLatency, boolean isQuick) {
    private static final List<Long> STEPS = List.of(100_000L, 1_000_000L, 10_000_000L);

    /** Returns growing numbers of users, of which {@code users} is the last. */
    List<Long> steps() {
      return Stream.concat(STEPS.stream().filter(step -> step < users), Stream.of(users)).toList();
    }
  }

  BenchPart(long users, String about, Measurement measurement) {
    this.users = users;
    this.about = about;
    this.measurement = measurement;
  }

  /** Returns the name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the number of users, unless another one is set. */
  long users() {
    return users;
  }

  /** Returns the parts that run if none is named, in their order. */
  static List<BenchPart> byDefault() {
    return Arrays.stream(values()).filter(part -> part.compareTo(SCALING) < 0).toList();
  }

  /**
   * Returns the parts with these names, which are separated by commas.
   *
   * @throws IllegalArgumentException if there is no such part
   */
  static List<BenchPart> parse(String names) {
    return Choice.parse("parts", List.of(values()), BenchPart::label, names);
  }

  /** Describes the parts, a line each. */
  static String help() {
    return Arrays.stream(values())
        .map(
            part ->
                String.format(
                    Locale.ROOT,
                    "  %-11s %s%s%n",
                    part.label(),
                    part.about,
                    part.users == 0 ? "" : " (" + part.users + ")"))
        .collect(Collectors.joining());
  }

  /** Measures, and adds the figures to the report. */
  void run(Report report, Size size) throws Exception {
    measurement.run(report, size);
  }

  private static void store(Report report, Size size) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench").start()) {
      StoreBenchmark store = new StoreBenchmark(stack, report, size.peers());
      store.backlogs(size.users(), size.rounds());
      store.steadyLoads(size.isQuick() ? SteadyLoad.FIFTEEN_SECONDS : SteadyLoad.MINUTE);
    }
  }

  private static void growth(Report report, Size size) throws InterruptedException {
    try (LocalStack stack = BenchServers.named("bench").start()) {
      new StoreBenchmark(stack, report, List.of()).growth(size.steps());
    }
  }
}
