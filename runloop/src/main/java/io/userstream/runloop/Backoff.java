package io.userstream.runloop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a run is tried again: capped exponential, with half of it left to chance.
 */
final class Backoff {
  /** Long enough for a broker's or a node's hiccup to pass. */
  private static final Duration FIRST = Duration.ofMillis(500);

  /** Short enough to flow again soon after a long outage has ended. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private Backoff() {}

  /** The pause after the {@code attempt}-th failure, from 1. */
  static Duration after(int attempt, RandomGenerator random) {
    long doubled = FIRST.toMillis() << Math.min(attempt - 1, 10);
    long capped = Math.min(doubled, LONGEST.toMillis());
    return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
  }
}
