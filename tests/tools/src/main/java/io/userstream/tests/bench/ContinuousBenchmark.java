package io.userstream.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.bench.report.Median;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the looks of a {@code reconcile --every}: the first one, which compares everything, and
 * later ones after new users were stored.
 */
final class ContinuousBenchmark {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofHours(2);

  /** Long enough to store new users between two looks. */
  private static final String EVERY = "30s";

  /** One new user for so many. */
  private static final long USERS_PER_NEW = 1_000;

  private static final int CHANGES = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JobProcess job;
  private final Path file;

  /** The number of users of the first look. */
  private final long all;

  private Duration cpuBefore = Duration.ZERO;
  private String last = "";

  private ContinuousBenchmark(JobProcess job, Path file, long all) {
    this.job = job;
    this.file = file;
    this.all = all;
  }

  /** The cost of a look. */
  private record Look(long published, double seconds, double cpuSeconds) {
    Number[] figures() {
      return new Number[] {published, seconds, cpuSeconds};
    }
  }

  /**
   * Prints the figures and their ratios.
   *
   * @param users in topic and table
   */
  static void run(Report report, long users) throws Exception {
    try (LocalStack stack =
        LocalStack.builder().name("bench-looks").cassandraPeriodicCommitLog().start()) {
      Flow flow = Flow.on(stack, "looks").setUp();
      try (StoredUsers stored = new StoredUsers(flow)) {
        stored.store(0, users);
        run(report, flow, stored, users);
      }
    }
  }

  private static void run(Report report, Flow flow, StoredUsers stored, long users)
      throws Exception {
    JobStatus status = new JobStatus();
    Path file = flow.stack().directory().resolve("looks.json");
    try (JobProcess job =
        flow.start(
            JobCommand.jar(),
            "reconcile",
            "--every=" + EVERY,
            "--resultFile=" + file,
            status.option())) {
      ContinuousBenchmark looks = new ContinuousBenchmark(job, file, users);
      // The start of the process is not part of a look.
      Await.until("the looks begin", START_LIMIT, () -> status.readiness() != null);
      looks.cpuBefore = job.cpuTime();
      Report.Table table =
          report.table(
              String.format(Locale.ROOT, "reconcile --every, %,d users", users),
              "users compared",
              "seconds",
              "CPU s");
      Look full = looks.first();
      table.row("everything", full.figures());
      table.row("nothing new", looks.next(0).figures());
      List<Look> changes = new ArrayList<>();
      long more = Math.max(1, users / USERS_PER_NEW);
      for (int change = 0; change < CHANGES; change++) {
        stored.store(users + change * more, users + (change + 1) * more);
        Look look = looks.next(more);
        table.row("new users", look.figures());
        changes.add(look);
      }
      table.ratio(
          "new users/everything",
          Median.of(changes.stream().mapToDouble(Look::seconds)) / full.seconds());
      table.ratio(
          "CPU new users/everything",
          Median.of(changes.stream().mapToDouble(Look::cpuSeconds)) / full.cpuSeconds());
    }
  }

  /**
   * Waits for the end of the first look. If it takes longer than the interval, the next one follows
   * at once and replaces the file with its result.
   */
  private Look first() throws Exception {
    long startNanos = System.nanoTime();
    String line = "published=" + all + " stored=" + all + " ";
    Await.until("a look ends", LIMIT, () -> job.out().contains(line) || !job.isRunning());
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return new Look(all, seconds, cpuSeconds());
  }

  /** Waits for the end of the next look. CPU time since the end of the last look counts. */
  private Look next(long published) throws Exception {
    last =
        Await.until(
            "a look ends",
            LIMIT,
            () -> Files.exists(file) ? Files.readString(file) : "",
            now -> isOfNext(now) || !job.isRunning());
    double cpuSeconds = cpuSeconds();
    JsonNode result = JSON.readTree(last);
    Look look =
        new Look(result.path("published").asLong(), result.path("seconds").asDouble(), cpuSeconds);
    if (look.published() != published
        || result.path("stored").asLong() != published
        || result.path("differences").asLong() != 0) {
      throw new IllegalStateException("expected " + published + " users, but " + last);
    }
    return look;
  }

  private boolean isOfNext(String result) {
    return !result.isEmpty()
        && !result.equals(last)
        && !result.startsWith("{\"published\":" + all + ",");
  }

  private double cpuSeconds() {
    Duration cpu = job.cpuTime();
    if (!job.isRunning()) {
      throw new IllegalStateException("reconcile ended:\n" + job.output());
    }
    double seconds = cpu.minus(cpuBefore).toMillis() / 1e3;
    cpuBefore = cpu;
    return seconds;
  }
}
