package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The cost of a user for one {@code store} that has run for a while, with growing backlogs and a
 * growing table.
 *
 * @param usersPerSecond from the first published user to the last committed one, with the publisher
 *     on the same machine
 * @param cpuPerMillion CPU seconds of driver and executors per million users
 * @param liveHeapMib live heap of driver and executors afterwards
 */
record Growth(double usersPerSecond, double cpuPerMillion, long liveHeapMib) {
  private static final long WARM_UP_USERS = 1_000_000;
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final double MILLION = 1e6;

  /**
   * Publishes growing numbers of users, each time after the job has stored the earlier ones.
   *
   * @param flow an empty flow, which is deleted afterwards
   * @param each receives each size and its cost
   * @throws IllegalStateException if not all users become rows
   */
  static void measure(Flow flow, List<Long> sizes, BiConsumer<Long, Growth> each)
      throws InterruptedException {
    try (Publisher publisher = new Publisher(flow);
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess job = Contender.STORE.start(flow)) {
      EngineProcesses processes = new EngineProcesses(flow.stack(), job);
      long published = 0;
      for (long users : sizes) {
        if (published == 0) {
          // Not counted, because the JIT compilers still meet new code.
          publishAndAwait(publisher, offsets, published, WARM_UP_USERS);
          published = WARM_UP_USERS;
        }
        try (CpuMeter cpu = CpuMeter.start(processes::all)) {
          long startNanos = System.nanoTime();
          publishAndAwait(publisher, offsets, published, published + users);
          double seconds = (System.nanoTime() - startNanos) / 1e9;
          double cpuSeconds = cpu.used().toMillis() / 1e3;
          published += users;
          each.accept(
              users,
              new Growth(users / seconds, cpuSeconds / users * MILLION, processes.liveHeapMib()));
        }
      }
      long rows = flow.contents().countRows();
      if (rows != published) {
        throw new IllegalStateException("store stored " + rows + " of " + published);
      }
    }
  }

  private static void publishAndAwait(
      Publisher publisher, GroupOffsets offsets, long from, long to) {
    publisher.users(from, to).flush();
    Await.until(to + " users are committed", LIMIT, () -> offsets.sum() >= to);
  }
}
