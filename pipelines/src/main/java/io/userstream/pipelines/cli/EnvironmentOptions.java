package io.userstream.pipelines.cli;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options that the environment gives, as in {@code USERSTREAM_MAX_RUN_RECORDS=1000} for {@code
 * --maxRunRecords=1000}: one environment serves all commands, each takes what it knows. The command
 * line wins, and an empty variable is one that is not set, as Compose makes them. Immutable.
 */
final class EnvironmentOptions {
  private final ImmutableMap<String, String> variables;

  /**
   * Takes those of an environment.
   *
   * @param environment every variable that there is
   * @param names of the options that are looked for
   */
  EnvironmentOptions(Map<String, String> environment, Collection<String> names) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : names) {
      String value = environment.getOrDefault(variable(name), "");
      if (!value.isEmpty()) {
        found.put(name, value);
      }
    }
    this.variables = ImmutableMap.copyOf(found);
  }

  /** The variable of an option. */
  static String variable(String name) {
    return "USERSTREAM_" + CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, name);
  }

  /** The arguments, and behind them what the environment gives beside. */
  List<String> behind(List<String> args) {
    List<String> all = new ArrayList<>(args);
    variables.forEach(
        (name, value) -> {
          if (args.stream().noneMatch(arg -> isOf(name, arg))) {
            all.add("--" + name + "=" + value);
          }
        });
    return all;
  }

  /** A problem, with the variable that it comes from, when it does. */
  String explain(String problem, List<String> args) {
    return variables.keySet().stream()
        .filter(name -> args.stream().noneMatch(arg -> isOf(name, arg)))
        .filter(name -> isOf(name, problem) || problem.startsWith("--" + name + ":"))
        .findFirst()
        .map(name -> problem + " (from the environment: " + variable(name) + ")")
        .orElse(problem);
  }

  private static boolean isOf(String name, String arg) {
    return arg.equals("--" + name) || arg.startsWith("--" + name + "=");
  }
}
