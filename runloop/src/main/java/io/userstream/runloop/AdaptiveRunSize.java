package io.userstream.runloop;

import java.time.Duration;

/**
 * How many records a run takes at the most. It begins small, because the first runs meet workers
 * whose code is not compiled yet, and what a job can do is not known before it has done some; it
 * grows as long as full runs end soon, for each run has costs that do not depend on its size; and
 * it shrinks when they take long, so that progress is committed often, and when one fails.
 */
final class AdaptiveRunSize {
  /** Little work for any machine, and already worth a run. */
  private static final long FIRST = 5_000;

  /** A full run that takes less is followed by larger ones. */
  static final Duration SHORT = Duration.ofSeconds(5);

  /** A full run that takes more is followed by smaller ones. */
  static final Duration LONG = Duration.ofSeconds(20);

  private final long limit;
  private long records;

  AdaptiveRunSize(long limit) {
    this.limit = limit;
    this.records = Math.min(FIRST, limit);
  }

  long records() {
    return records;
  }

  /** Learns from a run that is done. One that was smaller than they are now says nothing. */
  void done(long span, Duration took) {
    if (span < records) {
      return;
    }
    if (took.compareTo(SHORT) < 0) {
      records = Math.min(limit, records * 2);
    } else if (took.compareTo(LONG) > 0) {
      records = Math.max(Math.min(FIRST, limit), records / 2);
    }
  }

  void failed() {
    records = Math.min(FIRST, limit);
  }
}
