package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How fast {@code store} takes a backlog into Cassandra, and what that costs: the jar as users run
 * it, on real servers of the same machine.
 */
public final class StoreBenchmark {
  /**
   * The part of the backlog that counts as warm: before it the JIT compilers of job and server
   * still meet new code, after it slots are idle.
   */
  private static final double WARM_FROM = 0.5;

  private static final double WARM_TO = 0.95;
  private static final long SAMPLE_MILLIS = 100;

  private StoreBenchmark() {}

  /** Arguments: the number of users, and then further options of {@code store}. */
  public static void main(String[] args) throws Exception {
    long users = args.length > 0 ? Long.parseLong(args[0]) : 300_000;
    try (LocalStack stack =
        LocalStack.builder().name("bench").cassandraPeriodicCommitLog().start()) {
      System.out.println(
          backlog(stack, users, List.of(args).subList(Math.min(1, args.length), args.length)));
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
    TreeMap<Long, Long> nanosByCommitted = new TreeMap<>();
    Duration cpu = Duration.ZERO;
    long startNanos = System.nanoTime();
    try (JobProcess job = flow.start("store", options.toArray(new String[0]))) {
      while (job.isRunning()) {
        long committed =
            flow.contents().committed().values().stream().mapToLong(Long::longValue).sum();
        nanosByCommitted.putIfAbsent(committed, System.nanoTime());
        Duration soFar = job.cpuTime();
        cpu = soFar.isZero() ? cpu : soFar;
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      if (job.awaitEnd(Duration.ofSeconds(1)) != 0 || flow.contents().rowIds().size() != users) {
        throw new IllegalStateException("not all was stored:\n" + job.output());
      }
      Map.Entry<Long, Long> from = nanosByCommitted.ceilingEntry((long) (WARM_FROM * users));
      Map.Entry<Long, Long> to = nanosByCommitted.floorEntry((long) (WARM_TO * users));
      return String.format(
          Locale.ROOT,
          "users=%d seconds=%.1f users/s=%.0f warm users/s=%.0f CPU s per million users=%.0f peak"
              + " heap MiB=%d",
          users,
          seconds,
          users / seconds,
          (to.getKey() - from.getKey()) / ((to.getValue() - from.getValue()) / 1e9),
          cpu.toMillis() / 1e3 / users * 1e6,
          job.peakHeapMib());
    }
  }
}
