package io.userstream.tests.simulate;

import io.userstream.tests.arguments.Arguments;
import java.util.Optional;

/**
 * The arguments of {@code ./userstream simulate}.
 *
 * @param seeds the number of schedules
 * @param first the seed of the first schedule; those of the others follow it
 * @param seed the seed of the only schedule to replay, if present
 */
record SimulateArguments(long seeds, long first, Optional<Long> seed) {
  static final String HELP =
      """
      Usage: ./userstream simulate [--option=value...]

      Runs the code of the run loop through schedules of faults, without servers, and checks
      invariants. A seed decides each schedule.

        --seeds=N  number of schedules (10000)
        --first=N  seed of the first schedule (1)
        --seed=N   runs only this schedule, and prints its events
      """;

  private static final long MAX_SEED = 999_999_999_999_999L;

  static SimulateArguments read(Arguments arguments) {
    return new SimulateArguments(
        arguments.number("seeds", 10_000, 1, 9_999_999_999L),
        arguments.number("first", 1, 0, MAX_SEED),
        arguments.number("seed", 0, MAX_SEED));
  }
}
