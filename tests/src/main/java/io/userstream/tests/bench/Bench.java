package io.userstream.tests.bench;

import io.userstream.tests.stack.LocalStack;
import java.util.List;

/**
 * {@code ./userstream bench}: the figures of ingest and of store, on this machine, printed as
 * lines.
 */
public final class Bench {
  private Bench() {}

  /**
   * Arguments: {@code --users=N} that the store takes warm, after as many cold; by default 300,000.
   */
  public static void main(String[] args) throws Exception {
    int users = BenchArguments.of(args, "users").number("users", 300_000);
    System.out.printf(
        "%d cores, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    System.out.println("ingest beside a plain HTTP client:");
    IngestBenchmark.main(new String[0]);
    System.out.println("store, a backlog on DirectRunner:");
    // The server's own default: what a user's Cassandra does.
    try (LocalStack stack =
        LocalStack.builder().name("bench").cassandraPeriodicCommitLog().start()) {
      System.out.println(StoreBenchmark.backlog(stack, 2L * users, List.of()));
    }
  }
}
