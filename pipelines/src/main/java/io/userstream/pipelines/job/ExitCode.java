package io.userstream.pipelines.job;

/** The process's exit codes, the same for all commands. */
public final class ExitCode {
  /** The command succeeded. */
  public static final int DONE = 0;

  /** The work failed. The reason is on stderr. */
  public static final int FAILED = 1;

  /** The command line or the configuration is invalid. Nothing was started. */
  public static final int USAGE = 2;

  /** A reconciliation found a difference. */
  public static final int DIFFERENCE = 3;

  private ExitCode() {}
}
