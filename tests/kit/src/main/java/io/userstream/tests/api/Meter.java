package io.userstream.tests.api;

import java.util.concurrent.TimeUnit;

/**
 * Counts users against the two limits of a {@link RecordedApi}: how many may be had in a window of
 * time, and how many are handed out a second. Safe for use by several threads.
 */
final class Meter {
  private long usersPerSecond = Long.MAX_VALUE;
  private long nextFreeNanos = System.nanoTime();
  private long usersPerWindow = Long.MAX_VALUE;
  private long windowNanos;
  private long windowStartNanos;
  private long usersInWindow;

  /** Hands out at most so many users a second from now on. */
  synchronized void pace(long usersPerSecond) {
    this.usersPerSecond = usersPerSecond;
    this.nextFreeNanos = System.nanoTime();
  }

  /** Refuses users beyond so many in a window, the first of which starts with the next request. */
  synchronized void limit(long usersPerWindow, long windowMillis) {
    this.usersPerWindow = usersPerWindow;
    this.windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
    this.windowStartNanos = System.nanoTime();
    this.usersInWindow = 0;
  }

  /**
   * Asks for that many users of the present window. As on the live service the window is full when
   * the limit was passed, not when it would be.
   *
   * @return 0 when they may be had, else the users of the window
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

  /** How long the answer with that many users is held back, in nanoseconds. */
  synchronized long delayNanos(int users) {
    if (usersPerSecond == Long.MAX_VALUE) {
      return 0;
    }
    long now = System.nanoTime();
    nextFreeNanos = Math.max(nextFreeNanos, now) + users * 1_000_000_000L / usersPerSecond;
    return nextFreeNanos - now;
  }
}
