package io.userstream.pipelines.cli;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.LinkedHashMap;
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

  /** The values by the names of their options. */
  ImmutableMap<String, String> variables() {
    return variables;
  }
}
