package io.userstream.io.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The option values of a command and their origins. The command line takes precedence over the
 * environment, and the environment over the file of {@code --options}. Immutable.
 */
public final class OptionSources {
  /** The option that names the file. */
  static final String FILE = "options";

  private static final String FILE_ARGUMENT = "--" + FILE;

  private final ImmutableList<String> commandLine;
  private final EnvironmentOptions environment;
  private final OptionsFile file;
  private final ImmutableList<String> problems;

  /** The first argument of each name. */
  private final ImmutableMap<String, String> onCommandLine;

  /** The values that the command line does not set. */
  private final ImmutableMap<String, String> behind;

  private OptionSources(
      List<String> commandLine,
      EnvironmentOptions environment,
      OptionsFile file,
      List<String> problems) {
    this.commandLine = ImmutableList.copyOf(commandLine);
    this.environment = environment;
    this.file = file;
    this.problems = ImmutableList.copyOf(problems);
    this.onCommandLine = byName(this.commandLine);
    this.behind = valuesBehind();
  }

  /**
   * Reads the values of a command.
   *
   * @param environment all environment variables
   * @param args the command line without the command
   */
  public static OptionSources read(
      OptionNames names, Map<String, String> environment, List<String> args) {
    List<String> problems = new ArrayList<>();
    List<String> rest = new ArrayList<>(OptionSpelling.inCamelCase(args, names.known()));
    Optional<String> path = path(rest, environment, problems);
    OptionsFile file =
        path.map(name -> OptionsFile.read(name, names, problems)).orElse(OptionsFile.NONE);
    return new OptionSources(
        rest, new EnvironmentOptions(environment, names.own()), file, problems);
  }

  /** Removes the name of the file from the arguments, and returns it. */
  private static Optional<String> path(
      List<String> args, Map<String, String> environment, List<String> problems) {
    List<String> given =
        args.stream()
            .filter(arg -> arg.equals(FILE_ARGUMENT) || arg.startsWith(FILE_ARGUMENT + "="))
            .toList();
    args.removeAll(given);
    if (given.size() > 1) {
      problems.add(FILE_ARGUMENT + ": set more than once");
      return Optional.empty();
    }
    String variable = environment.getOrDefault(EnvironmentOptions.variable(FILE), "");
    if (given.isEmpty()) {
      return variable.isEmpty() ? Optional.empty() : Optional.of(variable);
    }
    String path = given.get(0).replaceFirst("^" + FILE_ARGUMENT + "=?", "");
    if (path.isEmpty()) {
      problems.add(FILE_ARGUMENT + ": needs a value: " + FILE_ARGUMENT + "=FILE");
      return Optional.empty();
    }
    return Optional.of(path);
  }

  /** Returns the problems with the file. */
  public ImmutableList<String> problems() {
    return problems;
  }

  /** Returns the command line, followed by the values from the environment and the file. */
  public List<String> arguments() {
    List<String> all = new ArrayList<>(commandLine);
    behind.forEach((name, value) -> all.add("--" + name + "=" + value));
    return all;
  }

  private ImmutableMap<String, String> valuesBehind() {
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    environment.variables().entrySet().stream()
        .filter(variable -> !isOnCommandLine(variable.getKey()))
        .forEach(values::put);
    file.entries()
        .forEach(
            (name, entry) -> {
              if (!isOnCommandLine(name) && !isFromEnvironment(name)) {
                values.put(name, entry.value());
              }
            });
    return values.buildOrThrow();
  }

  /** Adds the origin of the option to a problem, unless it is the command line. */
  public String explain(String problem) {
    return behind.keySet().stream()
        .filter(name -> isOf(name, problem) || problem.startsWith("--" + name + ":"))
        .findFirst()
        .map(
            name ->
                problem + (isFromEnvironment(name) ? " (from the " : " (from ") + place(name) + ")")
        .orElse(problem);
  }

  /** Returns the value of an option; empty if it has its default. */
  public Optional<String> value(String name) {
    String arg = onCommandLine.get(name);
    if (arg == null) {
      return Optional.ofNullable(behind.get(name));
    }
    return Optional.of(arg.contains("=") ? arg.substring(arg.indexOf('=') + 1) : "true");
  }

  /** Returns the first argument of each name. */
  private static ImmutableMap<String, String> byName(List<String> args) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String arg : args) {
      if (arg.startsWith("--")) {
        int equals = arg.indexOf('=');
        byName.putIfAbsent(arg.substring(2, equals < 0 ? arg.length() : equals), arg);
      }
    }
    return ImmutableMap.copyOf(byName);
  }

  /** Returns where the value of an option came from. */
  public String origin(String name) {
    if (isOnCommandLine(name)) {
      return "command line";
    }
    return behind.containsKey(name) ? place(name) : "default";
  }

  private String place(String name) {
    return isFromEnvironment(name)
        ? "environment: " + EnvironmentOptions.variable(name)
        : file.place(name);
  }

  private boolean isFromEnvironment(String name) {
    return environment.variables().containsKey(name);
  }

  private boolean isOnCommandLine(String name) {
    return onCommandLine.containsKey(name);
  }

  private static boolean isOf(String name, String problem) {
    return problem.equals("--" + name) || problem.startsWith("--" + name + "=");
  }
}
