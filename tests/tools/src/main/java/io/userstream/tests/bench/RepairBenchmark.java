package io.userstream.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Measures {@code reconcile --repair} and {@code reconcile --every} on DirectRunner. Rows that are
 * spread over topic and table are deleted behind the jobs' backs: the same number in a small and in
 * a large table, and ten times as many in the large one.
 */
final class RepairBenchmark {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final int MISSING = 1_000;

  /** Fewer users would not have so many rows to delete. */
  static final int MIN_USERS = 100 * MISSING;

  private static final int POLL_MILLIS = 20;
  private static final int ROWS_A_DELETE = 100;

  private final Flow flow;
  private final Report.Table table;
  private final Path result;
  private int deletions;

  private RepairBenchmark(Flow flow, Report.Table table) {
    this.flow = flow;
    this.table = table;
    this.result = flow.stack().directory().resolve("repair.json");
  }

  /**
   * Prints the figures and their ratios.
   *
   * @param users in the large table, at least {@value #MIN_USERS}
   */
  static void run(Report report, long users) throws Exception {
    try (LocalStack stack =
        LocalStack.builder().name("bench-repair").cassandraPeriodicCommitLog().start()) {
      Flow flow = Flow.on(stack, "repair").setUp();
      Report.Table table =
          report.table(
              "repair",
              "reconcile s",
              "reconcile --repair s",
              "comparing s",
              "repair s",
              "comparing again s");
      RepairBenchmark benchmark = new RepairBenchmark(flow, table);
      try (StoredUsers stored = new StoredUsers(flow)) {
        stored.store(0, users / 10);
        double small = benchmark.measure(users / 10, MISSING);
        stored.store(users / 10, users);
        double large = benchmark.measure(users, MISSING);
        double more = benchmark.measure(users, 10 * MISSING);
        table.ratio("repair, 10 times the users", large / small);
        table.ratio("repair, 10 times the missing rows", more / large);
      }
    }
  }

  /** Returns the seconds of the repair, without the comparisons. */
  private double measure(long users, long missing) throws InterruptedException, IOException {
    delete(users, missing);
    double reconcile = reconcile(missing);
    long startNanos = System.nanoTime();
    try (JobProcess job = flow.start(JobCommand.jar(), "reconcile", "--repair")) {
      double found = awaitLine(job, "repairing: records=" + missing + " ", startNanos);
      double repaired = awaitLine(job, "repaired: records=" + missing + " ", startNanos);
      int code = job.awaitEnd(LIMIT);
      double end = (System.nanoTime() - startNanos) / 1e9;
      if (code != 0 || !job.out().contains(" stored=" + users + " ")) {
        throw new IllegalStateException("not repaired:\n" + job.output());
      }
      table.row(
          String.format(Locale.ROOT, "%,d rows of %,d", missing, users),
          reconcile,
          end,
          found,
          repaired - found,
          end - repaired);
      return repaired - found;
    }
  }

  private double reconcile(long missing) throws IOException {
    long startNanos = System.nanoTime();
    try (JobProcess job = flow.start(JobCommand.jar(), "reconcile", "--resultFile=" + result)) {
      int code = job.awaitEnd(LIMIT);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      if (code != 3
          || new ObjectMapper().readTree(result.toFile()).path("differences").asLong() != missing) {
        throw new IllegalStateException("ended with " + code + ":\n" + job.output());
      }
      return seconds;
    }
  }

  private static double awaitLine(JobProcess job, String begin, long startNanos)
      throws InterruptedException {
    while (job.out().lines().noneMatch(line -> line.startsWith(begin))) {
      if (!job.isRunning()) {
        throw new IllegalStateException("no line \"" + begin + "\":\n" + job.output());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /**
   * Deletes rows that were not deleted before. {@link StoredUsers} wrote them before any record was
   * appended, and so does this: a newer deletion would win against a repair.
   */
  private void delete(long users, long missing) {
    long step = users / missing;
    String delete =
        "DELETE FROM "
            + CreatedUsersTable.qualifiedName(flow.keyspace(), flow.table())
            + " USING TIMESTAMP "
            + StoredUsers.WRITE_TIME
            + " WHERE id IN (";
    for (long start = 0; start < missing; start += ROWS_A_DELETE) {
      flow.contents()
          .execute(
              LongStream.range(start, start + ROWS_A_DELETE)
                  .mapToObj(row -> Publisher.id(row * step + deletions))
                  .collect(Collectors.joining(",", delete, ")")));
    }
    deletions++;
  }
}
