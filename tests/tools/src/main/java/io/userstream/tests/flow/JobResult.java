package io.userstream.tests.flow;

import com.google.auto.value.AutoValue;

/** The exit code and the output of a command. */
@AutoValue
public abstract class JobResult {
  public abstract int exitCode();

  public abstract String out();

  public abstract String err();

  /** Creates the result of a job that ran as a process. */
  public static JobResult of(int exitCode, String out, String err) {
    return new AutoValue_JobResult(exitCode, out, err);
  }
}
