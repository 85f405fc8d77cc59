package io.userstream.tests.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The few arguments of the benchmarks: {@code --name=number}. */
final class BenchArguments {
  private static final int USAGE = 2;

  private final Map<String, Integer> numbers;

  private BenchArguments(Map<String, Integer> numbers) {
    this.numbers = numbers;
  }

  /**
   * Reads the arguments; ends the process with code 2 and a line on stderr when one is not known or
   * no number.
   */
  static BenchArguments of(String[] args, String... names) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : "";
      if (!List.of(names).contains(name)
          || !arg.substring(equals + 1).matches("0|[1-9][0-9]{0,8}")) {
        System.err.println(arg + ": takes --" + String.join("=N, --", names) + "=N");
        System.exit(USAGE);
      }
      numbers.put(name, Integer.parseInt(arg.substring(equals + 1)));
    }
    return new BenchArguments(numbers);
  }

  /** A number that must not be 0; ends the process as {@link #of} does when it is. */
  int number(String name, int byDefault) {
    int number = numberOrZero(name, byDefault);
    if (number == 0) {
      System.err.println("--" + name + "=0: must be 1 at least");
      System.exit(USAGE);
    }
    return number;
  }

  /** A number of which 0 means: none of that. */
  int numberOrZero(String name, int byDefault) {
    return numbers.getOrDefault(name, byDefault);
  }
}
