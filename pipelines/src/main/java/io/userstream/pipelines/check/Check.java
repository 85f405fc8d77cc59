package io.userstream.pipelines.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The check command: checks what can be known before a command runs, all of it at once. It sends
 * only requests that change nothing, and needs no more rights than the command.
 */
public final class Check {
  /** For what follows the attempts to connect: the requests, or a search for the reason. */
  private static final Duration REQUESTS = Duration.ofSeconds(4);

  private Check() {}

  /**
   * Checks a command.
   *
   * @param config the options of the check
   * @param options the valid options of the checked command
   * @param out receives the report
   * @return 0, or 1 if there is an error
   */
  public static int run(CheckConfig config, PipelineOptions options, PrintStream out)
      throws InterruptedException {
    Target target = Target.of(config.checked(), options);
    CheckReport report =
        new CheckReport(
            config.checked().code(),
            ParallelChecks.run(checks(target, options), target.connectTimeout().plus(REQUESTS)));
    out.print(report.in(config.format()));
    return report.exitCode();
  }

  private static List<ServerCheck> checks(Target target, PipelineOptions options) {
    List<ServerCheck> checks = new ArrayList<>();
    checks.add(new OptionsCheck(target, options));
    target.runner().ifPresent(runner -> checks.add(new RunnerCheck(target, runner)));
    target.api().ifPresent(api -> checks.add(new ApiCheck(api)));
    checks.add(new KafkaCheck(target));
    target.registry().ifPresent(registry -> checks.add(new RegistryCheck(target, registry)));
    target.table().ifPresent(table -> checks.add(new CassandraCheck(target, table)));
    target.rawStore().ifPresent(store -> checks.add(new PostgresCheck(target, store)));
    return checks;
  }
}
