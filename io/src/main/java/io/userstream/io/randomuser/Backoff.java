package io.userstream.io.randomuser;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The waits between the attempts at one page: exponential, capped, with full jitter, until the time
 * is spent. Not safe for use by several threads.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 500;

  /** Ten of them fit the five minutes for which the API refuses a client that had its share. */
  private static final long LONGEST_MILLIS = 30_000;

  private final long deadlineNanos;
  private long nextMillis = FIRST_MILLIS;

  /** Starts the clock. */
  Backoff(Duration limit) {
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
  }

  /**
   * The next wait in milliseconds, or -1 when the time is spent. The last wait ends with the limit,
   * so that the last attempt is made then and not long before.
   */
  long nextMillis() {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (leftMillis <= 0) {
      return -1;
    }
    long wait = ThreadLocalRandom.current().nextLong(nextMillis + 1);
    nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
    return Math.min(wait, leftMillis);
  }
}
