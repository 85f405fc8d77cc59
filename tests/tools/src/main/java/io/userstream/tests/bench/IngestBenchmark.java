package io.userstream.tests.bench;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.bench.report.Report;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the share of the API's users that {@code ingest} publishes to a real Kafka, compared
 * with a plain HTTP client that fetches the same pages over as many connections and discards them.
 * Both run in one warm JVM, alternating in changing order. API and Kafka run on the same machine
 * and use part of it.
 */
final class IngestBenchmark {
  /** The sustained rate of the live service for one client: 20,000 users in five minutes. */
  private static final int LIVE_USERS_PER_SECOND = 67;

  private static final int ROUNDS = 3;

  /** Long enough that the start and the end of a job hardly matter. */
  private static final int PACED_SECONDS = 30;

  private IngestBenchmark() {}

  /**
   * Measures an API at full speed, at 10,000 users per second, and at the live service's rate.
   *
   * @param users at full speed
   */
  static void run(Report report, int users) throws Exception {
    Report.Table table =
        report.table("ingest", "plain client, users/s", "ingest, users/s", "ingest/client");
    try (LocalStack stack = LocalStack.builder().name("bench").cassandra(true).start();
        RecordedApi api = RecordedApi.start()) {
      Flow flow = Flow.on(stack, "bench_ingest").setUp();
      compare(table, "full speed, cold", api, flow, Long.MAX_VALUE, users, 5_000, 1);
      compare(table, "full speed", api, flow, Long.MAX_VALUE, users, 5_000, ROUNDS);
      paced(table, api, flow, 10_000, 1_000);
      paced(table, api, flow, LIVE_USERS_PER_SECOND, 100);
    }
  }

  private static void paced(Report.Table table, RecordedApi api, Flow flow, int pace, int pageSize)
      throws Exception {
    String label = String.format(Locale.ROOT, "%,d users/s", pace);
    compare(table, label, api, flow, pace, pace * PACED_SECONDS, pageSize, 1);
  }

  private static void compare(
      Report.Table table,
      String label,
      RecordedApi api,
      Flow flow,
      long pace,
      int users,
      int pageSize,
      int rounds)
      throws Exception {
    api.pace(pace);
    for (int round = 0; round < rounds; round++) {
      String seed = "bench-" + pace + "-" + round;
      boolean httpFirst = round % 2 == 0;
      double httpSeconds = httpFirst ? http(api, seed, users, pageSize) : 0;
      double ingestSeconds = ingest(api, flow, seed, users, pageSize);
      if (!httpFirst) {
        httpSeconds = http(api, seed, users, pageSize);
      }
      table.row(label, users / httpSeconds, users / ingestSeconds, httpSeconds / ingestSeconds);
    }
  }

  /** As many connections as DirectRunner has workers. */
  private static double http(RecordedApi api, String seed, int users, int pageSize)
      throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    int connections = Math.max(3, Runtime.getRuntime().availableProcessors());
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    long start = System.nanoTime();
    try {
      List<Callable<HttpResponse<byte[]>>> pages = new ArrayList<>();
      for (int page = 1; (page - 1) * pageSize < users; page++) {
        URI uri =
            URI.create(
                String.format(
                    Locale.ROOT, "%s?results=%d&page=%d&seed=%s", api.url(), pageSize, page, seed));
        HttpRequest request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        pages.add(() -> client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (Future<HttpResponse<byte[]>> page : threads.invokeAll(pages)) {
        if (page.get().statusCode() != 200) {
          throw new IllegalStateException("status " + page.get().statusCode());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Returns the seconds that it takes. */
  static double ingest(RecordedApi api, Flow flow, String seed, int users, int pageSize) {
    long start = System.nanoTime();
    JobResult result =
        flow.run(
            "ingest",
            "--source=" + api.url(),
            "--seed=" + seed,
            "--users=" + users,
            "--pageSize=" + pageSize);
    if (result.exitCode() != 0) {
      throw new IllegalStateException("ingest failed: " + result.err());
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
