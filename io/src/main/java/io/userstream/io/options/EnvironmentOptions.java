package io.userstream.io.options;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options from environment variables: {@code USERSTREAM_MAX_RUN_RECORDS=1000} sets {@code
 * --maxRunRecords=1000}. All commands can share one environment, because each ignores the options
 * of the others. The command line takes precedence. An empty variable counts as unset, because
 * Compose passes unset variables as empty. Immutable.
 */
final class EnvironmentOptions {
  private final ImmutableMap<String, String> variables;

  /**
   * Reads the variables of the given options.
   *
   * @param environment all environment variables
   * @param names of the options
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

  /** Returns the name of an option's variable. */
  static String variable(String name) {
    return "USERSTREAM_" + CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_UNDERSCORE, name);
  }

  /** Returns the values by option name. */
  ImmutableMap<String, String> variables() {
    return variables;
  }
}
