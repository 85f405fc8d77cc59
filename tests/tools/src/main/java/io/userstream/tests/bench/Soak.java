package io.userstream.tests.bench;

import io.userstream.tests.arguments.Program;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.time.Duration;
import java.util.Locale;

/**
 * Runs many small runs of {@code store} on a Spark cluster, and samples driver and executor: heap,
 * threads, files, clients, classes and Spark's memory of the runs must stay constant, because a
 * stream runs for months.
 */
public final class Soak {
  private static final int RUN_RECORDS = 20;
  private static final int SAMPLES = 10;
  private static final int FIRST = 100;
  private static final Duration LIMIT = Duration.ofHours(6);

  private static final Program PROGRAM =
      new Program(
          "userstream soak",
          """
          Usage: ./userstream soak [--runs=N]

          Runs a store with many small runs on a Spark cluster, and prints the heap, threads, files and
          clients of its processes, which must stay constant.

            --runs=N  number of runs (1000)
          """);

  private Soak() {}

  public static void main(String[] args) throws Exception {
    int runs = PROGRAM.read(args, options -> (int) options.number("runs", 1_000, 1, 999_999_999));
    try (LocalStack stack =
        LocalStack.builder().name("soak").sparkWorkers(1).cassandraPeriodicCommitLog().start()) {
      Flow flow = Flow.on(stack, "soak").setUp();
      try (Publisher publisher = new Publisher(flow)) {
        publisher.users(0, (long) runs * RUN_RECORDS);
      }
      try (GroupOffsets offsets = new GroupOffsets(flow);
          JobProcess job =
              flow.start(
                  SparkSubmit.to(stack.spark()),
                  "store",
                  "--maxRunRecords=" + RUN_RECORDS,
                  "--minRunInterval=0s")) {
        System.out.printf(Locale.ROOT, "%6s %-8s %s%n", "runs", "", ProcessSample.HEADER);
        print(flow, offsets, job, Math.min(FIRST, runs));
        for (int sample = 1; sample <= SAMPLES; sample++) {
          print(flow, offsets, job, Math.max(FIRST, (int) ((long) runs * sample / SAMPLES)));
        }
      }
    }
  }

  private static void print(Flow flow, GroupOffsets offsets, JobProcess job, int runs)
      throws Exception {
    Await.until(
        runs + " runs are committed", LIMIT, () -> offsets.sum() >= (long) runs * RUN_RECORDS);
    System.out.printf(
        Locale.ROOT, "%6d %-8s %s%n", runs, "driver", ProcessSample.of(job.pid()).row());
    for (ProcessHandle executor : flow.stack().spark().executors()) {
      System.out.printf(
          Locale.ROOT, "%6s %-8s %s%n", "", "executor", ProcessSample.of(executor.pid()).row());
    }
  }
}
