package io.userstream.tests.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attempt to use a server without the right to. The command must fail and name the cause.
 *
 * @param server the beginning of the message, the name of the server and a space
 * @param attempt what is wrong, in words
 * @param command the command that is tried
 * @param options the options of the command
 * @param cause what the message must contain
 */
record Door(String server, String attempt, String command, List<String> options, String cause) {
  Door {
    options = List.copyOf(options);
  }

  /**
   * Returns options without those whose name begins so, and with others instead.
   *
   * @param changes a beginning of names, such as {@code --kafka}, or an option with a value
   */
  static List<String> changed(List<String> options, String... changes) {
    Map<String, String> changed = new LinkedHashMap<>();
    options.forEach(option -> changed.put(name(option), option));
    for (String change : changes) {
      if (change.contains("=")) {
        changed.put(name(change), change);
      } else {
        changed.keySet().removeIf(name -> name.startsWith(change));
      }
    }
    return List.copyOf(changed.values());
  }

  private static String name(String option) {
    return option.replaceFirst("=.*", "");
  }

  /** Returns why the door counts as open, or an empty text. */
  String openBecause(Jobs.Attempt result) {
    if (result.exitCode() == 0) {
      return "the command succeeded";
    }
    return result.err().contains(server) && result.err().contains(cause)
        ? ""
        : "the message does not name the cause: " + result.err().strip();
  }

  @Override
  public String toString() {
    return server.strip() + ": " + attempt;
  }
}
