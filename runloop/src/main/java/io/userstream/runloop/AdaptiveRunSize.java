package io.userstream.runloop;

import java.time.Duration;

/**
 * Adapts the maximum number of records of a run. It starts small, because the code of cold workers
 * is not compiled yet and the throughput of the job is unknown. It grows while full runs end
 * quickly, because each run has fixed costs. It shrinks when they take long, so that progress is
 * committed often, and when a run fails. When a worker runs out of memory, it shrinks further, down
 * to a single record, and stays smaller than what did not fit.
 */
final class AdaptiveRunSize {
  /** Little work for any machine, but enough to be worth a run. */
  private static final long FIRST = 5_000;

  /** The size doubles after a full run that takes less. */
  static final Duration SHORT = Duration.ofSeconds(5);

  /** The size halves after a full run that takes more. */
  static final Duration LONG = Duration.ofSeconds(20);

  private long limit;
  private long records;

  AdaptiveRunSize(long limit) {
    this.limit = limit;
    this.records = Math.min(FIRST, limit);
  }

  long records() {
    return records;
  }

  /** Adapts to a run that is done. A run below the current size says nothing. */
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
    records = Math.min(Math.min(FIRST, limit), records);
  }

  /**
   * Adapts to a run that needed more memory than a worker has.
   *
   * @param span the number of its offsets
   */
  void outOfMemory(long span) {
    limit = Math.max(1, Math.min(limit, span / 2));
    records = Math.max(1, Math.min(records, span / 4));
  }
}
