package io.userstream.tests.bench;

import io.userstream.tests.stack.LocalStack;
import java.util.List;

/**
 * {@code ./userstream bench}: measures ingest, store and reconcile on this machine, and prints the
 * figures as lines.
 */
public final class Bench {
  private Bench() {}

  /**
   * Takes the arguments {@code --users=N} in a backlog (1,000,000), {@code --rounds=N} of each
   * contender (2; 0 runs only the growth table), {@code --growth=N} for its largest step
   * (1,000,000), {@code --rows=N} to publish from the raw store (1,000,000), and {@code
   * --reconcile=N} for the maximum number of users to compare (1,000,000). 0 leaves out the part.
   */
  public static void main(String[] args) throws Exception {
    BenchArguments arguments =
        BenchArguments.of(args, "users", "rounds", "growth", "rows", "reconcile");
    int users = arguments.numberOrZero("users", 1_000_000);
    int largest = arguments.numberOrZero("growth", 1_000_000);
    System.out.printf(
        "%d cores, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    int rounds = arguments.numberOrZero("rounds", 2);
    if (rounds > 0) {
      System.out.println("ingest compared with a plain HTTP client:");
      IngestBenchmark.main(new String[0]);
    }
    int rows = arguments.numberOrZero("rows", 1_000_000);
    if (rounds > 0 && rows > 0) {
      RawStoreBenchmark.run(rows, rounds);
    }
    int compared = arguments.numberOrZero("reconcile", 1_000_000);
    if (compared > 0) {
      ReconcileBenchmark.run(compared);
    }
    if (users == 0 && largest == 0) {
      return;
    }
    // The server's default commit log, as in a user's Cassandra.
    try (LocalStack stack =
        LocalStack.builder().name("bench").sparkWorkers(1).cassandraPeriodicCommitLog().start()) {
      StoreBenchmark store = new StoreBenchmark(stack);
      if (rounds > 0 && users > 0) {
        store.backlogs(users, rounds);
        store.steadyLoads();
      }
      List<Long> sizes = GROWTH.stream().filter(size -> size <= largest).toList();
      if (!sizes.isEmpty()) {
        store.growth(sizes);
      }
      store.ratios();
    }
  }

  private static final List<Long> GROWTH = List.of(100_000L, 1_000_000L, 10_000_000L);
}
