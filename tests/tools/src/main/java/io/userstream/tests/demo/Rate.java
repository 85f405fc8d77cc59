package io.userstream.tests.demo;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Describes the progress and the rate of a step. Not thread-safe. */
final class Rate implements Supplier<String> {
  private final String what;
  private final long all;
  private final Callable<Long> count;
  private final long startNanos = System.nanoTime();
  private long last;

  /**
   * @param what such as {@code users published}
   * @param all the final count
   * @param count returns the current count; if it fails, the last count remains
   */
  Rate(String what, long all, Callable<Long> count) {
    this.what = what;
    this.all = all;
    this.count = count;
  }

  @Override
  public String get() {
    try {
      last = count.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The step itself reports problems with the servers.
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return String.format(
        Locale.ROOT, "%,d of %,d %s, %,.0f/s", last, all, what, last / Math.max(seconds, 0.001));
  }

  /** Describes a finished job. Its time includes the loading of its classes. */
  static String text(long count, String what, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d %s, %,.0f/s from a cold start",
        count,
        what,
        count / Math.max(seconds, 0.001));
  }
}
