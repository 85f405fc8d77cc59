package io.userstream.tests.flow;

import com.google.auto.value.AutoValue;

/** How a command ended, and what it said. */
@AutoValue
public abstract class JobResult {
  public abstract int exitCode();

  public abstract String out();

  public abstract String err();

  /** Describes a job that ran as a process. */
  public static JobResult of(int exitCode, String out, String err) {
    return new AutoValue_JobResult(exitCode, out, err);
  }
}
