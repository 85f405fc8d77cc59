package io.userstream.tests.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some of several named things, as on the command line. */
final class Choice {
  private Choice() {}

  /**
   * Returns the things with these names, in the order of all.
   *
   * @param kind what they are, for the message
   * @param names separated by commas
   * @throws IllegalArgumentException if there is no such thing; the message names all
   */
  static <T> List<T> parse(String kind, List<T> all, Function<T, String> label, String names) {
    List<String> wanted = List.of(names.split(",", -1));
    List<T> chosen = all.stream().filter(each -> wanted.contains(label.apply(each))).toList();
    if (chosen.size() < wanted.size()) {
      throw new IllegalArgumentException(
          "the " + kind + " are " + all.stream().map(label).collect(Collectors.joining(", ")));
    }
    return chosen;
  }
}
