package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;

/**
 * Many small runs of {@code store} in one process, and what the process holds on the way: heap,
 * threads and files must stay flat, for a stream runs for months.
 */
public final class Soak {
  private static final int RUN_RECORDS = 100;
  private static final int SAMPLES = 10;
  private static final Duration LIMIT = Duration.ofHours(6);

  private Soak() {}

  /** Arguments: {@code --runs=N}, by default 500. */
  public static void main(String[] args) throws Exception {
    int runs = BenchArguments.of(args, "runs").number("runs", 500);
    try (LocalStack stack =
        LocalStack.builder().name("soak").cassandraPeriodicCommitLog().start()) {
      Flow flow = Flow.on(stack, "soak").setUp();
      long records = (long) runs * RUN_RECORDS;
      try (Publisher publisher = new Publisher(flow)) {
        publisher.users(0, records);
      }
      try (JobProcess job = flow.start("store", "--maxRunRecords=" + RUN_RECORDS)) {
        System.out.println("  runs  files  threads  live heap MiB");
        awaitCommitted(flow, 10L * RUN_RECORDS);
        print(10, ProcessSample.of(job.pid()));
        for (int sample = 1; sample <= SAMPLES; sample++) {
          long done = Math.max(10, (long) runs * sample / SAMPLES);
          awaitCommitted(flow, done * RUN_RECORDS);
          print(done, ProcessSample.of(job.pid()));
        }
      }
    }
  }

  private static void awaitCommitted(Flow flow, long records) {
    Await.until(
        records + " records are committed",
        LIMIT,
        () ->
            flow.contents().committed().values().stream().mapToLong(Long::longValue).sum()
                >= records);
  }

  private static void print(long runs, ProcessSample sample) {
    System.out.printf(
        "%6d %6d %8d %14d%n", runs, sample.files(), sample.threads(), sample.liveHeapMib());
  }
}
