package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast {@code store} takes a backlog into Cassandra, and what that costs: the jar as users run
 * it, on real servers of the same machine.
 */
public final class StoreBenchmark {
  /**
   * Where the first part of a backlog ends that is not counted as warm: the JIT has met all of the
   * code by then.
   */
  private static final double WARM_FROM = 0.3;

  private static final double WARM_TO = 0.95;

  private StoreBenchmark() {}

  /** Arguments: users, and then further options of {@code store}. */
  public static void main(String[] args) throws Exception {
    long users = args.length > 0 ? Long.parseLong(args[0]) : 300_000;
    List<String> more = List.of(args).subList(Math.min(1, args.length), args.length);
    try (LocalStack stack = LocalStack.builder().name("bench").start()) {
      System.out.println(backlog(stack, users, more));
    }
  }

  /** Stores a backlog and returns the figures as a line. */
  static String backlog(LocalStack stack, long users, List<String> more) throws Exception {
    Flow flow = Flow.on(stack, "bench_store").setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
    List<String> options = new ArrayList<>(List.of("--until=drained"));
    options.addAll(more);
    long startNanos = System.nanoTime();
    long warmStartNanos = 0;
    long warmStartOffset = 0;
    long warmEndNanos = 0;
    long warmEndOffset = 0;
    Duration cpu = Duration.ZERO;
    try (JobProcess job = flow.start("store", options.toArray(new String[0]))) {
      while (job.isRunning()) {
        long committed =
            flow.contents().committed().values().stream().mapToLong(Long::longValue).sum();
        long now = System.nanoTime();
        if (warmStartNanos == 0 && committed >= WARM_FROM * users) {
          warmStartNanos = now;
          warmStartOffset = committed;
        }
        if (committed > warmEndOffset && committed <= WARM_TO * users) {
          warmEndNanos = now;
          warmEndOffset = committed;
        }
        Duration soFar = job.cpuTime();
        cpu = soFar.isZero() ? cpu : soFar;
        Thread.sleep(100);
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      int code = job.awaitEnd(Duration.ofSeconds(1));
      if (code != 0) {
        throw new IllegalStateException("store ended with " + code + ":\n" + job.output());
      }
      return String.format(
          Locale.ROOT,
          "users=%d seconds=%.1f users/s=%.0f warm users/s=%.0f cpu-s/million=%.0f%n%s",
          users,
          seconds,
          users / seconds,
          (warmEndOffset - warmStartOffset) / ((warmEndNanos - warmStartNanos) / 1e9),
          cpu.toMillis() / 1e3 / users * 1e6,
          job.output());
    }
  }
}
