package io.userstream.runloop.servers;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits a repeated log line to one per interval. Not thread-safe. */
public final class LogInterval {
  private final Duration interval;
  private final LongSupplier nanoTime;
  private boolean started;
  private long startNanos;

  /**
   * Creates an interval in which no line was logged yet.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public LogInterval(Duration interval, LongSupplier nanoTime) {
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  /** Starts an interval now, as if a line had been logged. */
  public void start() {
    started = true;
    startNanos = nanoTime.getAsLong();
  }

  /** Returns true for the first line and once per interval afterwards, and starts the next one. */
  public boolean isDue() {
    if (started && elapsed().compareTo(interval) < 0) {
      return false;
    }
    start();
    return true;
  }

  /** Returns the time since the interval started. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }
}
