package io.userstream.tests.simulate;

import java.util.OptionalLong;

/**
 * The arguments of {@code ./userstream simulate}.
 *
 * @param seeds the number of schedules
 * @param first the first of their seeds, 1 by default; the others follow it
 * @param seed the one schedule to replay
 */
record SimulateArguments(long seeds, long first, OptionalLong seed) {
  private static final int USAGE = 2;

  /** Reads them; ends the process with code 2 and a line on stderr when one is wrong. */
  static SimulateArguments of(String[] args) {
    long seeds = 10_000;
    long first = 1;
    OptionalLong seed = OptionalLong.empty();
    for (String arg : args) {
      if (arg.matches("--seeds=[1-9][0-9]{0,9}")) {
        seeds = Long.parseLong(arg.substring("--seeds=".length()));
      } else if (arg.matches("--first=[0-9]{1,15}")) {
        first = Long.parseLong(arg.substring("--first=".length()));
      } else if (arg.matches("--seed=[0-9]{1,15}")) {
        seed = OptionalLong.of(Long.parseLong(arg.substring("--seed=".length())));
      } else {
        System.err.printf(
            "userstream simulate: %s: takes --seeds=N, --first=N and --seed=N%n", arg);
        System.exit(USAGE);
      }
    }
    return new SimulateArguments(seeds, first, seed);
  }
}
