package io.userstream.pipelines.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The problems of a command line. Shows the first hundred and counts the rest. Not thread-safe. */
final class Problems {
  private static final int MAX_SHOWN = 100;

  private final List<String> problems = new ArrayList<>();
  private int counted;

  void add(String problem) {
    problems.add(problem);
  }

  /** Adds a problem whose text is costly, and is built only if it is shown. */
  void add(Supplier<String> problem) {
    if (problems.size() < MAX_SHOWN) {
      problems.add(problem.get());
    } else {
      counted++;
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  boolean contains(String problem) {
    return problems.contains(problem);
  }

  boolean noneMatch(Predicate<String> condition) {
    return problems.stream().noneMatch(condition);
  }

  /**
   * Returns a line for each problem that is shown, and one for the number of the others.
   *
   * @param explain completes a problem
   */
  List<String> lines(UnaryOperator<String> explain) {
    List<String> lines =
        problems.stream()
            .limit(MAX_SHOWN)
            .map(explain)
            .collect(Collectors.toCollection(ArrayList::new));
    int more = problems.size() - lines.size() + counted;
    if (more > 0) {
      lines.add(String.format(Locale.ROOT, "%d more problems are not shown", more));
    }
    return lines;
  }
}
