package io.userstream.runloop;

import com.google.auto.value.AutoValue;

/** The totals of a loop. */
@AutoValue
public abstract class RunLoopSummary {
  /** Returns the number of done runs. */
  public abstract long runs();

  /** Returns the number of attempts that failed and were retried. */
  public abstract long retries();

  /** Returns the number of offsets in the done runs. */
  public abstract long offsets();

  /** Returns the number of offsets in the loop's partitions that were not committed at the end. */
  public abstract long lag();

  static RunLoopSummary of(long runs, long retries, long offsets, long lag) {
    return new AutoValue_RunLoopSummary(runs, retries, offsets, lag);
  }
}
