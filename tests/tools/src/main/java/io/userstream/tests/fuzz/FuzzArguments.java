package io.userstream.tests.fuzz;

import io.userstream.tests.arguments.Arguments;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The arguments of {@code ./userstream fuzz}.
 *
 * @param inputs the number of inputs of each target
 * @param seed decides the inputs
 * @param targets that run
 * @param corpus a folder with more inputs, in one folder per target
 */
record FuzzArguments(long inputs, long seed, List<TargetKind> targets, Optional<Path> corpus) {
  static final String HELP =
      """
      Usage: ./userstream fuzz [--option=value...]

      Feeds broken inputs to everything that reads untrusted bytes, and checks that each is rejected
      or accepted within limits of time and memory, without a secret in a message.

        --inputs=N     number of inputs for each target (20000)
        --seed=N       decides the inputs (the current time)
        --target=NAME  only api-page, user-record, registry-answer, status-request or command-line
        --corpus=DIR   more inputs to start from, in one folder per target
      """;

  private static final long MAX_SEED = 999_999_999_999_999L;

  static FuzzArguments read(Arguments arguments) {
    return new FuzzArguments(
        arguments.number("inputs", 20_000, 1, 99_999_999_999L),
        arguments.number("seed", System.currentTimeMillis(), 0, MAX_SEED),
        arguments.value("target", FuzzArguments::target).map(List::of).orElse(TargetKind.ALL),
        arguments.value("corpus", FuzzArguments::folder));
  }

  private static TargetKind target(String name) {
    return TargetKind.byName(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    TargetKind.ALL.stream()
                        .map(TargetKind::name)
                        .collect(Collectors.joining(", ", "must be one of ", ""))));
  }

  private static Path folder(String name) {
    try {
      Path folder = Path.of(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("is not a folder");
  }
}
