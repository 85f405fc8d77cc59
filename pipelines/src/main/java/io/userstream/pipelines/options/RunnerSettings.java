package io.userstream.pipelines.options;

import io.userstream.runloop.runner.RunnerContext;
import java.util.List;

/** What a job makes of the options that concern its runner. */
public final class RunnerSettings {
  private RunnerSettings() {}

  /** What is wrong with the options, one line each. */
  public static List<String> problems(SparkJobOptions options) {
    return new OptionProblems()
        .duration("executorTimeout", options.getExecutorTimeout(), "1s", "24h")
        .list();
  }

  /**
   * Opens what the runner needs; see {@link RunnerContext#open}.
   *
   * @param job tells people what this is, where the runner shows its jobs
   */
  public static <T extends SparkJobOptions & ConnectOptions> RunnerContext open(
      T options, String job) throws InterruptedException {
    return RunnerContext.open(
        options,
        "userstream " + job,
        ConnectSettings.timeout(options),
        Durations.parse(options.getExecutorTimeout()));
  }
}
