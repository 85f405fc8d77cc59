package io.userstream.tests.bench;

import static com.google.common.base.Preconditions.checkArgument;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Publishes users at a steady rate, and measures for some of them the time from the append to
 * Kafka, which is the record's timestamp, until their row is readable. Both times are of this
 * machine's clock, and Kafka's has milliseconds.
 */
final class LatencyProbe {
  private static final int SAMPLES_A_SECOND = 10;

  /** How long to wait for the last samples. A job that is further behind has no latency. */
  private static final Duration LAST_ROW_LIMIT = Duration.ofMinutes(2);

  /** How far the publisher may be behind its rate at the end. */
  private static final Duration MAX_BEHIND = Duration.ofSeconds(1);

  private final Flow flow;
  private final int usersPerSecond;

  /**
   * Creates a probe.
   *
   * @param flow the flow to publish to and to read from; a job must store meanwhile
   */
  LatencyProbe(Flow flow, int usersPerSecond) {
    checkArgument(
        usersPerSecond >= SAMPLES_A_SECOND, "at least %s users per second", SAMPLES_A_SECOND);
    this.flow = flow;
    this.usersPerSecond = usersPerSecond;
  }

  /**
   * Publishes for both durations, and returns when all samples are found.
   *
   * @param firstUser number of the first user, see {@link Publisher#user(long)}; the table must not
   *     contain this one and later ones
   * @param warmUp duration without samples
   * @param measured duration with ten samples per second
   * @throws AssertionError if a sample is not in the table two minutes after the last record
   * @throws IllegalStateException if users cannot be published at this rate
   */
  Latencies run(long firstUser, Duration warmUp, Duration measured) throws InterruptedException {
    long users = users(warmUp.plus(measured));
    long warmUpUsers = users(warmUp);
    int each = usersPerSecond / SAMPLES_A_SECOND;
    int samples = 0;
    try (ReadableRows rows = new ReadableRows(flow);
        Publisher publisher = new Publisher(flow)) {
      long startNanos = System.nanoTime();
      for (long i = 0; i < users; i++) {
        awaitTurn(startNanos, i);
        var user = Publisher.user(firstUser + i);
        if (i >= warmUpUsers && (i - warmUpUsers) % each == 0) {
          samples++;
          publisher.user(user, appended -> rows.expect(user.id(), appended.timestamp()));
        } else {
          publisher.user(user);
        }
      }
      publisher.flush();
      checkRate(startNanos, users);
      int all = samples;
      Await.until(all + " samples are readable", LAST_ROW_LIMIT, rows::found, n -> n == all);
      return Latencies.of(rows.latencies());
    }
  }

  private long users(Duration time) {
    return usersPerSecond * time.toMillis() / 1_000;
  }

  private void awaitTurn(long startNanos, long number) throws InterruptedException {
    long dueNanos = startNanos + number * 1_000_000_000L / usersPerSecond;
    long ahead = dueNanos - System.nanoTime();
    // A shorter sleep would take longer than requested, so a few records go at once.
    if (ahead > 1_000_000) {
      TimeUnit.NANOSECONDS.sleep(ahead);
    }
  }

  private void checkRate(long startNanos, long users) {
    long tookMillis = (System.nanoTime() - startNanos) / 1_000_000;
    long wantedMillis = users * 1_000 / usersPerSecond;
    if (tookMillis - wantedMillis > MAX_BEHIND.toMillis()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d users took %d ms to publish instead of %d: the rate is too high for this machine",
              users,
              tookMillis,
              wantedMillis));
    }
  }
}
