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
   * Arguments: {@code --users=N} in a backlog (1,000,000), {@code --rounds=N} of each contender
   * (2), {@code --growth=N} the largest step of the growth table (1,000,000; 1 leaves it out).
   */
  public static void main(String[] args) throws Exception {
    BenchArguments arguments = BenchArguments.of(args, "users", "rounds", "growth");
    int users = arguments.number("users", 1_000_000);
    int largest = arguments.number("growth", 1_000_000);
    System.out.printf(
        "%d cores, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    System.out.println("ingest beside a plain HTTP client:");
    IngestBenchmark.main(new String[0]);
    // The server's own default commit log: what a user's Cassandra does.
    try (LocalStack stack =
        LocalStack.builder().name("bench").sparkWorkers(1).cassandraPeriodicCommitLog().start()) {
      StoreBenchmark store = new StoreBenchmark(stack);
      store.backlogs(users, arguments.number("rounds", 2));
      store.steadyLoads();
      List<Long> sizes = GROWTH.stream().filter(size -> size <= largest).toList();
      if (!sizes.isEmpty()) {
        store.growth(sizes);
      }
      store.ratios();
    }
  }

  private static final List<Long> GROWTH = List.of(100_000L, 1_000_000L, 10_000_000L);
}
