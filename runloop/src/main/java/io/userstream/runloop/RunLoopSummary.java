package io.userstream.runloop;

import com.google.auto.value.AutoValue;

/** What a loop has done from its start to its end. */
@AutoValue
public abstract class RunLoopSummary {
  /** Runs that were done. */
  public abstract long runs();

  /** Attempts that failed and were repeated. */
  public abstract long retries();

  /** Offsets in the done runs. */
  public abstract long offsets();

  /** Offsets in the loop's partitions that were not committed when it ended. */
  public abstract long lag();

  static RunLoopSummary of(long runs, long retries, long offsets, long lag) {
    return new AutoValue_RunLoopSummary(runs, retries, offsets, lag);
  }
}
