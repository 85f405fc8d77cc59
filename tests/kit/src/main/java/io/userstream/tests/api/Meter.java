package io.userstream.tests.api;

import java.util.concurrent.TimeUnit;

/**
 * Counts users against the two limits of a {@link RecordedApi}: users per time window and users per
 * second. Thread-safe.
 */
final class Meter {
  private long usersPerSecond = Long.MAX_VALUE;
  private long nextFreeNanos = System.nanoTime();
  private long usersPerWindow = Long.MAX_VALUE;
  private long windowNanos;
  private long windowStartNanos;
  private long usersInWindow;

  /** Limits the rate to this many users per second. */
  synchronized void pace(long usersPerSecond) {
    this.usersPerSecond = usersPerSecond;
    this.nextFreeNanos = System.nanoTime();
  }

  /** Rejects users beyond this number in a window. The next request starts the first window. */
  synchronized void limit(long usersPerWindow, long windowMillis) {
    this.usersPerWindow = usersPerWindow;
    this.windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
    this.windowStartNanos = System.nanoTime();
    this.usersInWindow = 0;
  }

  /**
   * Requests users from the current window. Like the live service, it rejects requests after the
   * limit was passed, not the request that passes it.
   *
   * @return 0 if the request is allowed, otherwise the users of the window
   */
  synchronized long refused(int users) {
    if (usersPerWindow == Long.MAX_VALUE) {
      return 0;
    }
    if (System.nanoTime() - windowStartNanos >= windowNanos) {
      windowStartNanos = System.nanoTime();
      usersInWindow = 0;
    }
    if (usersInWindow >= usersPerWindow) {
      return usersInWindow;
    }
    usersInWindow += users;
    return 0;
  }

  /** Returns how long to delay a response with this many users, in nanoseconds. */
  synchronized long delayNanos(int users) {
    if (usersPerSecond == Long.MAX_VALUE) {
      return 0;
    }
    long now = System.nanoTime();
    nextFreeNanos = Math.max(nextFreeNanos, now) + users * 1_000_000_000L / usersPerSecond;
    return nextFreeNanos - now;
  }
}
