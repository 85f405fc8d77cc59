package io.userstream.pipelines.check;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks at the same time, each within a time limit. None hides the findings of another. */
final class ParallelChecks {
  private ParallelChecks() {}

  /** A check that runs, and what it has found so far. */
  private record Running(Findings findings, Future<?> end) {}

  /**
   * Runs all checks.
   *
   * @param limit for each; as they start together, also for all
   * @return their findings, in the order of areas
   */
  static List<Finding> run(List<ServerCheck> checks, Duration limit) throws InterruptedException {
    // Daemon threads: a client that cannot be interrupted must not keep the process alive.
    ExecutorService threads =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("check-%d").setDaemon(true).build());
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      Map<ServerCheck, Running> running = new LinkedHashMap<>();
      for (ServerCheck check : checks) {
        Findings findings = new Findings(check.area());
        Future<?> end =
            threads.submit(
                () -> {
                  findings.part(check.subject(), () -> check.run(findings));
                  return null;
                });
        running.put(check, new Running(findings, end));
      }
      List<Finding> found = new ArrayList<>();
      for (Map.Entry<ServerCheck, Running> each : running.entrySet()) {
        awaitEnd(each.getKey(), each.getValue(), deadline, limit);
        found.addAll(each.getValue().findings().list());
      }
      found.sort(Comparator.comparing(Finding::area));
      return found;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitEnd(ServerCheck check, Running running, long deadline, Duration limit)
      throws InterruptedException {
    try {
      Object unused =
          running.end().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      running
          .findings()
          .error(
              check.subject(),
              "did not respond within " + limit.toSeconds() + " s",
              "Start it, or fix its address in the options.");
    } catch (ExecutionException e) {
      running.findings().error(check.subject(), Failure.value(e.getCause()), "");
    }
  }
}
