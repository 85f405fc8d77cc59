package io.userstream.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the looks of a {@code reconcile --every}: the first one, which compares everything, and
 * later ones after new users were stored. The result file tells when a look ends, at no cost for
 * the job.
 */
final class ContinuousBenchmark {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofHours(2);

  /** Long enough to store new users between two looks. */
  private static final String EVERY = "30s";

  /** One new user for so many. */
  private static final long USERS_PER_NEW = 1_000;

  private static final int CHANGES = 3;

  private final JobProcess job;
  private final Path file;
  private Duration cpuBefore = Duration.ZERO;
  private String last = "";

  private ContinuousBenchmark(JobProcess job, Path file) {
    this.job = job;
    this.file = file;
  }

  /** The cost of a look. */
  private record Look(long published, double seconds, double cpuSeconds) {}

  /**
   * Prints the figures and their ratios.
   *
   * @param users in topic and table
   */
  static void run(Flow flow, StoredUsers stored, long users) throws Exception {
    JobStatus status = new JobStatus();
    Path file = flow.stack().directory().resolve("looks.json");
    try (JobProcess job =
        flow.start(
            JobCommand.jar(),
            "reconcile",
            "--every=" + EVERY,
            "--resultFile=" + file,
            status.option())) {
      ContinuousBenchmark looks = new ContinuousBenchmark(job, file);
      // The start of the process is not part of a look.
      Await.until("the looks begin", START_LIMIT, () -> status.readiness() != null);
      looks.cpuBefore = job.cpuTime();
      System.out.printf(
          Locale.ROOT, "%-28s %9s %9s %9s%n", "reconcile --every", "users", "seconds", "CPU s");
      Look full = looks.next("everything", users);
      Look unused = looks.next("nothing new", 0);
      List<Look> changes = new ArrayList<>();
      long more = Math.max(1, users / USERS_PER_NEW);
      for (int change = 0; change < CHANGES; change++) {
        stored.store(users + change * more, users + (change + 1) * more);
        changes.add(looks.next("new users", more));
      }
      System.out.printf(
          Locale.ROOT,
          "ratio look at new users/full look: seconds=%.4f CPU=%.4f%n",
          Median.of(changes.stream().mapToDouble(Look::seconds)) / full.seconds(),
          Median.of(changes.stream().mapToDouble(Look::cpuSeconds)) / full.cpuSeconds());
    }
  }

  /** Waits for the end of the next look. CPU time since the end of the last look counts. */
  private Look next(String what, long published) throws Exception {
    last =
        Await.until(
            "a look ends",
            LIMIT,
            () -> Files.exists(file) ? Files.readString(file) : "",
            now -> !now.equals(last) || !job.isRunning());
    Duration cpu = job.cpuTime();
    if (!job.isRunning()) {
      throw new IllegalStateException("reconcile ended:\n" + job.output());
    }
    JsonNode result = new ObjectMapper().readTree(last);
    Look look =
        new Look(
            result.path("published").asLong(),
            result.path("seconds").asDouble(),
            cpu.minus(cpuBefore).toMillis() / 1e3);
    cpuBefore = cpu;
    if (look.published() != published
        || result.path("stored").asLong() != published
        || result.path("differences").asLong() != 0) {
      throw new IllegalStateException(what + ": expected " + published + " users, but " + last);
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s %9d %9.2f %9.2f%n",
        what,
        look.published(),
        look.seconds(),
        look.cpuSeconds());
    return look;
  }
}
