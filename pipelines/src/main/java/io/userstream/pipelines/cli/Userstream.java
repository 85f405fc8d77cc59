package io.userstream.pipelines.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.userstream.io.options.OptionProperty;
import io.userstream.io.options.Suggestion;
import io.userstream.pipelines.check.Check;
import io.userstream.pipelines.cli.CommandLine.UsageException;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.FailureMessage;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.job.LogFormat;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.progress.Terminal;
import io.userstream.runloop.runner.SparkClassPath;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The entry point of the jar: {@code userstream <command> --option=value…}. Results go to stdout,
 * everything else to stderr. {@link ExitCode} lists the exit codes.
 */
public final class Userstream {
  private static final String HELP = "--help";
  private static final String VERBOSE = "--verbose";

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Progress progress;
  private Messages messages;

  /**
   * Prepares to run commands.
   *
   * @param out receives results
   * @param err receives messages; the log has its own stream
   */
  public Userstream(PrintStream out, PrintStream err) {
    this(out, err, System.getenv());
  }

  /**
   * Prepares to run commands in another environment.
   *
   * @param environment variables that set options missing from the command line
   */
  public Userstream(PrintStream out, PrintStream err, Map<String, String> environment) {
    this(out, err, environment, Progress.HIDDEN);
  }

  private Userstream(
      PrintStream out, PrintStream err, Map<String, String> environment, Progress progress) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.progress = progress;
    this.messages = Messages.printedTo(err);
  }

  public static void main(String[] args) {
    Optional<String> unsupported = SparkClassPath.unsupportedSetting();
    if (unsupported.isPresent()) {
      System.err.println("userstream: " + unsupported.get());
      System.exit(ExitCode.USAGE);
    }
    JobLogging.configure(Arrays.asList(args).contains(VERBOSE));
    int code =
        new Userstream(System.out, System.err, System.getenv(), new Progress(Terminal::ofStderr))
            .run(args);
    System.out.flush();
    // Do not return: a client's thread that is still closing must not keep the process alive.
    System.exit(code);
  }

  /** Runs a command and returns its exit code, without ending the process. */
  public int run(String... args) {
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    boolean verbose = rest.removeIf(VERBOSE::equals);
    boolean help = rest.removeIf(HELP::equals);
    if (rest.isEmpty()) {
      (help ? out : err).print(usage());
      return help ? ExitCode.DONE : ExitCode.USAGE;
    }
    String name = rest.remove(0);
    Optional<Command<?>> command = Commands.byName(name);
    if (command.isEmpty()) {
      return unknown(name);
    }
    if (help) {
      out.print(usage(command.get()));
      return ExitCode.DONE;
    }
    if (name.equals(Commands.COMPLETION)) {
      return complete(command.get(), rest);
    }
    if (name.equals(Commands.CHECK.name())) {
      return check(rest, verbose);
    }
    List<String> shown = name.equals(Commands.OPTIONS) ? ShownOptions.commandLine(rest) : List.of();
    return shown.isEmpty() ? run(command.get(), rest, verbose) : show(shown);
  }

  private int complete(Command<?> command, List<String> args) {
    String script = args.size() == 1 ? Completion.SHELLS.get(args.get(0)) : null;
    if (script == null) {
      say(
          command,
          "needs one shell: userstream completion "
              + String.join(" or userstream completion ", Completion.SHELLS.keySet()));
      return ExitCode.USAGE;
    }
    out.print(script);
    return ExitCode.DONE;
  }

  private int check(List<String> args, boolean verbose) {
    CheckCommandLine.Read read;
    try {
      read = CheckCommandLine.parse(Commands.CHECK, environment, args);
    } catch (UsageException e) {
      e.problems().forEach(problem -> say(Commands.CHECK, problem));
      return ExitCode.USAGE;
    }
    Job job = (report, unused) -> Check.run(read.config(), read.options(), report);
    return run(Commands.CHECK, job, read.logFormat(), verbose);
  }

  private int show(List<String> commandLine) {
    String name = commandLine.get(0);
    Optional<Command<?>> command = Commands.byName(name);
    if (command.isEmpty()) {
      return unknown(name);
    }
    return show(command.get(), commandLine.subList(1, commandLine.size()));
  }

  /** Shows wrong values too, and then what is wrong with them. */
  private <T extends PipelineOptions> int show(Command<T> command, List<String> args) {
    CommandLine<T> commandLine = new CommandLine<>(command, environment);
    ShownOptions.print(command, commandLine.sources(args), out);
    try {
      CommandLine.Read<T> unused = commandLine.parse(args);
      return ExitCode.DONE;
    } catch (UsageException e) {
      e.problems().forEach(problem -> say(command, problem));
      return ExitCode.USAGE;
    }
  }

  private int unknown(String name) {
    ImmutableList<String> names = Commands.names();
    // It may be an option before the command, whose value may be a secret.
    String shown = Splitter.on('=').splitToList(name).get(0);
    err.printf(
        Locale.ROOT,
        "userstream: unknown command %s%s%nCommands: %s%n",
        shown,
        Suggestion.forName(name, "", names),
        String.join(", ", names));
    return ExitCode.USAGE;
  }

  private <T extends PipelineOptions> int run(
      Command<T> command, List<String> args, boolean verbose) {
    CommandLine.Read<T> read;
    try {
      read = new CommandLine<>(command, environment).parse(args);
    } catch (UsageException e) {
      e.problems().forEach(problem -> say(command, problem));
      return ExitCode.USAGE;
    }
    return run(command, CheckedJob.of(read, command, err), read.logFormat(), verbose);
  }

  private int run(Command<?> command, Job job, LogFormat logFormat, boolean verbose) {
    boolean isJson = logFormat == LogFormat.JSON;
    if (isJson) {
      JobLogging.writeJson();
      messages = Messages.LOGGED;
    }
    try {
      return job.run(out, isJson ? Progress.HIDDEN : progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      say(command, "interrupted");
      return ExitCode.FAILED;
    } catch (Exception | LinkageError e) {
      messages.failed(
          "userstream " + command.name() + ": ", FailureMessage.of(e), verbose ? e : null);
      return ExitCode.FAILED;
    }
  }

  private void say(Command<?> command, String line) {
    messages.failed("userstream " + command.name() + ": ", line, null);
  }

  private static String usage() {
    StringBuilder text = new StringBuilder("Usage: userstream <command> --option=value...\n\n");
    for (Command<?> command : Commands.ALL) {
      text.append(String.format(Locale.ROOT, "  %-10s %s\n", command.name(), command.summary()));
    }
    return text.append("\nuserstream <command> --help shows the command's options.\n").toString();
  }

  private static String usage(Command<?> command) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Usage: userstream %s --option=value...\n\n%s.\n",
                command.name(),
                command.summary()));
    for (OptionProperty property : command.options().values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "\n  --%s%s\n      %s\n",
              property.name(),
              property.defaultValue().map(value -> "=" + value).orElse(""),
              property.description()));
    }
    return text.append(
            "\nIn addition: --options=FILE, --verbose, and the options of Beam and its runner.\n")
        .toString();
  }
}
