package io.userstream.tests.faults;

import io.userstream.tests.flow.GroupOffsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures how long a flow commits nothing, from its start until it is closed. */
final class CommitPauses implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final GroupOffsets offsets;
  private final Thread thread = new Thread(this::watch, "commit-pauses");
  private volatile long longestNanos;

  CommitPauses(GroupOffsets offsets) {
    this.offsets = offsets;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    long last = offsets.sum();
    long lastNanos = System.nanoTime();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        long now = offsets.sum();
        longestNanos = Math.max(longestNanos, System.nanoTime() - lastNanos);
        if (now > last) {
          last = now;
          lastNanos = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the longest pause so far, including the current one. */
  Duration longest() {
    return Duration.ofNanos(longestNanos);
  }

  /** Ends the measurement. A request in progress ends by itself. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
