package io.userstream.runloop.servers;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: they double up to the longest, and half of each is random, so that
 * clients that failed together do not retry together. Thread-safe.
 *
 * @param first the longest pause after the first failure
 * @param longest the longest pause after any failure
 */
public record Backoff(Duration first, Duration longest) {
  private static final int MAX_DOUBLINGS = 20; // Keeps the shift from overflowing.

  /**
   * Returns the pause before the next attempt, in whole milliseconds.
   *
   * @param failures the number of failed attempts so far, from 1
   */
  public Duration after(int failures, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    long capped = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
  }

  /** Does the same with the thread's source of random numbers. */
  public Duration after(int failures) {
    return after(failures, ThreadLocalRandom.current());
  }
}
