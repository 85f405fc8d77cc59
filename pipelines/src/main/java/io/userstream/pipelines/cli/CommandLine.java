package io.userstream.pipelines.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.userstream.io.options.OptionProperty;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.OptionSources;
import io.userstream.io.options.ShownValue;
import io.userstream.io.options.Suggestion;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.job.LogFormat;
import io.userstream.pipelines.job.LogOptions;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.SparkClassPath;
import io.userstream.runloop.runner.SparkInstallation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Parses the options of one command and reports all problems at once. Beam's own factory stops at
 * the first.
 *
 * <p>Hides the values of options whose names look like secrets. Not thread-safe.
 *
 * @param <T> the command's options
 */
final class CommandLine<T extends PipelineOptions> {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");

  private static final String RUNNER = "runner";

  /** Beam lowercases the value. A long one with some letters would take hundreds of megabytes. */
  private static final Pattern RUNNER_NAME = Pattern.compile("[\\w.$]{1,200}");

  private final Command<T> command;
  private final Map<String, OptionProperty> known;
  private final Map<String, String> environment;
  private final Problems problems = new Problems();

  /**
   * Prepares to parse the options of a command.
   *
   * @param environment variables that set options missing from the command line
   */
  CommandLine(Command<T> command, Map<String, String> environment) {
    this.command = command;
    this.known = OptionProperty.withBeam(command.optionsType());
    this.environment = environment;
  }

  /**
   * A valid command line.
   *
   * @param job the command with these options
   */
  record Read<T>(T options, Job job, LogFormat logFormat) {}

  /** Reports an invalid command line, with one line per problem. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ImmutableList<String> problems;

    UsageException(List<String> problems) {
      super(String.join("\n", problems));
      this.problems = ImmutableList.copyOf(problems);
    }

    ImmutableList<String> problems() {
      return problems;
    }
  }

  /** Returns the values and where they come from; does not check them. */
  OptionSources sources(List<String> args) {
    return OptionSources.read(Commands.optionNames(command, known.keySet()), environment, args);
  }

  /**
   * Parses the options.
   *
   * @param args {@code --name=value}, or {@code --name} for a switch
   * @throws UsageException with all problems
   */
  Read<T> parse(List<String> args) throws UsageException {
    Read<T> read = null;
    OptionSources sources = sources(args);
    sources.problems().forEach(problems::add);
    Map<String, String> wellFormed = wellFormed(sources.arguments());
    wellFormed.values().removeIf(arg -> !hasValueOfItsType(arg));
    // Check the remaining options too, so that all problems are reported at once.
    T options = options(new ArrayList<>(wellFormed.values()));
    if (options != null) {
      if (!wellFormed.containsKey(RUNNER)) {
        applyRunnerOfSparkSubmit(options);
      }
      applyDirectRunnerDefaults(options, wellFormed.keySet());
      checkRunnerIsThere(options);
      OptionReader reader = new OptionReader();
      Job job = command.reader().apply(options, reader);
      LogFormat logFormat =
          reader.choice("logFormat", options.as(LogOptions.class).getLogFormat(), LogFormat.class);
      reader.problems().stream()
          .filter(problem -> !problems.contains(problem))
          .forEach(problems::add);
      read = new Read<>(options, job, logFormat);
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems.lines(sources::explain));
    }
    return read;
  }

  /** Rejects arguments that are not options, unknown names and duplicates. */
  private Map<String, String> wellFormed(List<String> args) {
    Map<String, String> byName = new LinkedHashMap<>();
    Set<String> duplicates = new LinkedHashSet<>();
    String bareOption = null; // The previous option, if it had no value.
    for (String arg : args) {
      if (!arg.startsWith("--")) {
        String option = bareOption;
        // May be the value of the previous option, and thus a secret: do not show it.
        problems.add(
            () ->
                option == null
                    ? String.format(
                        Locale.ROOT,
                        "Unexpected argument \"%s\": options look like --name=value",
                        ShownValue.of("", arg))
                    : String.format(
                        Locale.ROOT, "--%s: write --%s=VALUE without a space", option, option));
        bareOption = null;
        continue;
      }
      String name = name(arg);
      bareOption = value(arg).isEmpty() ? name : null;
      OptionProperty property = known.get(name);
      if (property == null) {
        problems.add(
            () ->
                String.format(
                    Locale.ROOT,
                    "--%s: unknown option of %s%s",
                    name,
                    command.name(),
                    Suggestion.forName(name, "--", known.keySet())));
      } else if (byName.putIfAbsent(name, arg) != null) {
        duplicates.add(name);
      }
    }
    for (String name : duplicates) {
      problems.add(String.format(Locale.ROOT, "--%s: set more than once", name));
    }
    return byName;
  }

  private boolean hasValueOfItsType(String arg) {
    OptionProperty property = known.get(name(arg));
    if (value(arg).isEmpty()) {
      boolean isSwitch = property.isBoolean() && arg.indexOf('=') < 0;
      if (!isSwitch && problems.noneMatch(p -> p.startsWith("--" + name(arg) + ": "))) {
        problems.add(
            String.format(Locale.ROOT, "--%s: needs a value: --%s=VALUE", name(arg), name(arg)));
      }
      return isSwitch;
    }
    if (property.type() == String.class) {
      return true;
    }
    if (property.name().equals(RUNNER) && !RUNNER_NAME.matcher(value(arg)).matches()) {
      problems.add(
          wrongType(
              property, arg, "must be DirectRunner, SparkRunner or the class name of a runner"));
      return false;
    }
    try {
      PipelineOptions unused = PipelineOptionsFactory.fromArgs(arg).as(command.optionsType());
      if (isValue(property, value(arg))) {
        return true;
      }
      problems.add(wrongType(property, arg, "needs a value"));
    } catch (RuntimeException e) {
      problems.add(wrongType(property, arg, firstLine(e)));
    }
    return false;
  }

  /**
   * Returns whether the text is a value of the type. Beam parses it as JSON, in which nothing and
   * null are accepted as well, with control characters around them.
   */
  private static boolean isValue(OptionProperty property, String text) {
    if (property.isWholeNumber()) {
      return WHOLE_NUMBER.matcher(text).matches();
    }
    return property.isBoolean()
        ? text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
        : !text.trim().equals("null");
  }

  private static String wrongType(OptionProperty property, String arg, String otherwise) {
    return String.format(
        Locale.ROOT,
        "--%s=%s: %s",
        property.name(),
        ShownValue.of(property.name(), value(arg)),
        wrongType(property, otherwise));
  }

  private T options(List<String> args) {
    try {
      return PipelineOptionsFactory.fromArgs(args.toArray(new String[0])).as(command.optionsType());
    } catch (RuntimeException e) {
      problems.add(firstLine(e));
      return null;
    }
  }

  /**
   * Turns off DirectRunner's checks for mutated and unencodable elements: they are meant for tests
   * and halve its speed.
   */
  private static void applyDirectRunnerDefaults(PipelineOptions options, Set<String> given) {
    if (options.getRunner() != DirectRunner.class) {
      return;
    }
    DirectOptions direct = options.as(DirectOptions.class);
    if (!given.contains("enforceImmutability")) {
      direct.setEnforceImmutability(false);
    }
    if (!given.contains("enforceEncodability")) {
      direct.setEnforceEncodability(false);
    }
  }

  /** Selects Spark when spark-submit started the jar; its system property shows that. */
  private static void applyRunnerOfSparkSubmit(PipelineOptions options) {
    if (System.getProperty("spark.master") != null) {
      options.setRunner(SparkRunner.class);
    }
  }

  /**
   * Checks for Spark's classes, which the cluster provides: without them the runner class loads but
   * cannot work.
   */
  private void checkRunnerIsThere(PipelineOptions options) {
    if (RunnerContext.isSpark(options)) {
      SparkInstallation.problem()
          .or(SparkClassPath::problem)
          .ifPresent(
              problem ->
                  problems.add(
                      String.format(
                          Locale.ROOT,
                          "--runner=%s: %s",
                          options.getRunner().getSimpleName(),
                          problem)));
    }
  }

  private static String wrongType(OptionProperty property, String otherwise) {
    if (property.isWholeNumber()) {
      return "is not a whole number"
          + (property.type() == int.class || property.type() == Integer.class
              ? " within the range of an int"
              : "");
    }
    if (property.isBoolean()) {
      return "is neither true nor false";
    }
    if (property.type() == double.class || property.type() == Double.class) {
      return "is not a number";
    }
    if (property.type().isEnum()) {
      return "is not one of "
          + Arrays.stream(property.type().getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return otherwise;
  }

  private static String firstLine(RuntimeException e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : Splitter.on('\n').splitToList(message).get(0);
  }

  private static String name(String arg) {
    int equals = arg.indexOf('=');
    return arg.substring(2, equals < 0 ? arg.length() : equals);
  }

  private static String value(String arg) {
    int equals = arg.indexOf('=');
    return equals < 0 ? "" : arg.substring(equals + 1);
  }
}
