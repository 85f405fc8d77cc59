package io.userstream.pipelines.cli;

import io.userstream.pipelines.check.Check;
import io.userstream.pipelines.check.CheckConfig;
import io.userstream.pipelines.check.CheckedCommand;
import io.userstream.pipelines.check.ReportFormat;
import io.userstream.pipelines.job.CheckFirstOptions;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.job.LogFormat;
import java.io.PrintStream;
import org.apache.beam.sdk.options.PipelineOptions;

/** A job that checks what it needs before it starts, if its options say so. */
final class CheckedJob {
  private CheckedJob() {}

  /**
   * Returns a job that ends with the exit code of the check if that finds an error.
   *
   * @param report receives the report, as one line of JSON if the log is JSON
   */
  static Job of(
      CommandLine.Read<? extends PipelineOptions> read, Command<?> command, PrintStream report) {
    if (!(read.options() instanceof CheckFirstOptions first) || !first.getCheckFirst()) {
      return read.job();
    }
    CheckConfig config =
        new CheckConfig(
            CheckedCommand.byName(command.name()).orElseThrow(),
            read.logFormat() == LogFormat.JSON ? ReportFormat.JSON : ReportFormat.TEXT);
    return (out, progress) -> {
      int code = Check.run(config, read.options(), report);
      return code == ExitCode.DONE ? read.job().run(out, progress) : code;
    };
  }
}
