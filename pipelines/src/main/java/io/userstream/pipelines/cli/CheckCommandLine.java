package io.userstream.pipelines.cli;

import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.check.CheckConfig;
import io.userstream.pipelines.check.CheckOptions;
import io.userstream.pipelines.check.CheckedCommand;
import io.userstream.pipelines.job.LogFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;

/** Parses the command line of {@code check}: its own options, and those of the checked command. */
final class CheckCommandLine {
  private static final String FILE = "--options";

  private CheckCommandLine() {}

  /**
   * A valid command line.
   *
   * @param options of the checked command
   */
  record Read(CheckConfig config, PipelineOptions options, LogFormat logFormat) {}

  /**
   * Parses the options of both commands.
   *
   * @param check the command itself
   * @throws CommandLine.UsageException with the problems of both
   */
  static Read parse(Command<CheckOptions> check, Map<String, String> environment, List<String> args)
      throws CommandLine.UsageException {
    List<String> own = args.stream().filter(arg -> isOwn(check, arg) || isFile(arg)).toList();
    List<String> others = args.stream().filter(arg -> !isOwn(check, arg)).toList();
    Set<String> problems = new LinkedHashSet<>();
    CheckConfig config = null;
    try {
      config =
          CheckConfig.read(
              new CommandLine<>(check, environment).parse(own).options(), new OptionReader());
    } catch (CommandLine.UsageException e) {
      problems.addAll(e.problems());
    }
    CommandLine.Read<?> checked = null;
    Optional<Command<?>> command = checked(check, environment, own);
    if (command.isPresent()) {
      try {
        checked = new CommandLine<>(command.get(), environment).parse(others);
      } catch (CommandLine.UsageException e) {
        problems.addAll(e.problems());
      }
    }
    if (config == null || checked == null) {
      throw new CommandLine.UsageException(new ArrayList<>(problems));
    }
    return new Read(config, (PipelineOptions) checked.options(), checked.logFormat());
  }

  /** Returns the checked command, even if another option of the check is wrong. */
  private static Optional<Command<?>> checked(
      Command<CheckOptions> check, Map<String, String> environment, List<String> own) {
    return new CommandLine<>(check, environment)
        .sources(own)
        .value("for")
        .filter(name -> CheckedCommand.byName(name).isPresent())
        .flatMap(Commands::byName);
  }

  private static boolean isOwn(Command<CheckOptions> check, String arg) {
    return check.options().keySet().stream()
        .anyMatch(name -> arg.equals("--" + name) || arg.startsWith("--" + name + "="));
  }

  private static boolean isFile(String arg) {
    return arg.equals(FILE) || arg.startsWith(FILE + "=");
  }
}
