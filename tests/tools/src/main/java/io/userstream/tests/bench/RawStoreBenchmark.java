package io.userstream.tests.bench;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.PostgresNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures the cost of the raw store: {@code ingest} with raw store and Avro compared with {@code
 * ingest} without them, and {@code publish} compared with a loop over a cursor.
 */
final class RawStoreBenchmark {
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final int PAGE = 5_000;

  private RawStoreBenchmark() {}

  /**
   * Measures and prints.
   *
   * @param rows number of rows to publish
   * @param rounds rounds of each contender
   */
  static void run(Report report, int rows, int rounds) throws Exception {
    Report.Table table =
        report.table("raw store", "without, users/s", "with, users/s", "with/without");
    try (LocalStack stack =
            LocalStack.builder().name("bench-raw").schemaRegistry().postgres().start();
        RecordedApi api = RecordedApi.start()) {
      ingest(table, "full speed", stack, api, Long.MAX_VALUE, 100_000, rounds);
      ingest(table, "10,000 users/s", stack, api, 10_000, 100_000, 1);
      ingest(table, "67 users/s", stack, api, 67, 1_000, 1);
      publish(
          report.table(
              String.format(Locale.ROOT, "publish %,d rows", rows), "rows/s", "peak heap MiB"),
          stack,
          api,
          rows,
          rounds);
    }
  }

  private static void ingest(
      Report.Table table,
      String label,
      LocalStack stack,
      RecordedApi api,
      long pace,
      int users,
      int rounds) {
    Flow plain = Flow.on(stack, "plain").setUp();
    Flow keeping = Flow.on(stack, "keeping").withSchemaRegistry().withRawStore().setUp();
    api.pace(Long.MAX_VALUE);
    IngestBenchmark.ingest(api, plain, "warm", Math.min(users, 50_000), PAGE);
    IngestBenchmark.ingest(api, keeping, "warm", Math.min(users, 50_000), PAGE);
    api.pace(pace);
    int pageSize = pace == Long.MAX_VALUE ? PAGE : (int) Math.max(100, pace / 10);
    for (int round = 0; round < rounds; round++) {
      String seed = "round-" + round;
      boolean plainFirst = round % 2 == 0;
      double with = plainFirst ? 0 : IngestBenchmark.ingest(api, keeping, seed, users, pageSize);
      double without = IngestBenchmark.ingest(api, plain, seed, users, pageSize);
      if (plainFirst) {
        with = IngestBenchmark.ingest(api, keeping, seed, users, pageSize);
      }
      table.row(label, users / without, users / with, without / with);
    }
  }

  private static void publish(
      Report.Table table, LocalStack stack, RecordedApi api, int rows, int rounds) {
    api.pace(Long.MAX_VALUE);
    double publishSeconds = 0;
    double loopSeconds = 0;
    for (int round = 0; round < 2 * rounds; round++) {
      boolean isPublish = round % 4 == 0 || round % 4 == 3;
      Flow flow = filled(stack, api, rows);
      long start = System.nanoTime();
      try (JobProcess job =
          isPublish ? flow.start(JobCommand.jar(), "publish") : loop(stack, flow)) {
        int code = job.awaitEnd(LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != 0 || flow.rawStore().unpublished() > 0) {
          throw new IllegalStateException("not everything is published: " + job.output());
        }
        publishSeconds += isPublish ? seconds : 0;
        loopSeconds += isPublish ? 0 : seconds;
        table.row(isPublish ? "publish" : "loop", rows / seconds, job.peakHeapMib());
      }
      flow.tearDown();
      flow.rawStore().execute("TRUNCATE raw_users");
    }
    table.ratio("publish/loop", loopSeconds / publishSeconds);
  }

  private static JobProcess loop(LocalStack stack, Flow flow) {
    return JobProcess.start(
        stack,
        flow.topic() + "-loop",
        JobCommand.peer(System.getProperty("java.class.path"), CursorLoop.class.getName()),
        List.of(
            stack.postgres().url(flow.topic()),
            PostgresNode.SUPERUSER,
            PostgresNode.SUPERUSER_PASSWORD,
            stack.bootstrapServers(),
            flow.topic()));
  }

  /** Writes a page of the API, and copies of it with the same people under other ids. */
  private static Flow filled(LocalStack stack, RecordedApi api, int rows) {
    Flow flow = Flow.on(stack, "publish").withRawStore().setUp();
    IngestBenchmark.ingest(api, flow, "s", PAGE, PAGE);
    flow.rawStore().addPages(rows / PAGE);
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE page = 1");
    flow.rawStore().execute("VACUUM ANALYZE raw_users");
    flow.rawStore().execute("CHECKPOINT");
    return flow;
  }
}
