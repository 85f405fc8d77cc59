package io.userstream.tests.arguments;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The arguments of a program, {@code --name=value} or, for a flag, {@code --name}. Reading a wrong
 * value returns the default and records a problem, so that all problems are reported together.
 */
public final class Arguments {
  /** Null values are flags. */
  private final Map<String, String> values = new LinkedHashMap<>();

  private final Set<String> known = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private Arguments() {}

  /** Parses a command line. */
  public static Arguments of(String... line) {
    Arguments arguments = new Arguments();
    for (String argument : line) {
      arguments.add(argument);
    }
    return arguments;
  }

  private void add(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    if (!name.matches("--[a-zA-Z][a-zA-Z-]*")) {
      problems.add(argument + ": unexpected argument; options look like --name=value");
    } else if (values.containsKey(name)) {
      problems.add(name + ": is given more than once");
    } else {
      values.put(name, equals < 0 ? null : argument.substring(equals + 1));
    }
  }

  /** Returns the number of options that are present. */
  public int count() {
    return values.size();
  }

  /** Returns whether a flag is present. */
  public boolean flag(String name) {
    String option = option(name);
    if (values.get(option) != null) {
      problems.add(option + ": takes no value");
    }
    return values.containsKey(option);
  }

  /** Returns a text, if present. */
  public Optional<String> text(String name) {
    return value(name, text -> text);
  }

  /** Returns a text that must be present. */
  public String required(String name) {
    require(name);
    return text(name).orElse("");
  }

  /** Returns a whole number within bounds that must be present. */
  public long requiredNumber(String name, long min, long max) {
    require(name);
    return number(name, min, max).orElse(min);
  }

  private void require(String name) {
    String option = option(name);
    if (!values.containsKey(option)) {
      problems.add(option + ": is missing");
    }
  }

  /** Returns a whole number within bounds, or its default. */
  public long number(String name, long byDefault, long min, long max) {
    return number(name, min, max).orElse(byDefault);
  }

  /** Returns a whole number within bounds, if present. */
  public Optional<Long> number(String name, long min, long max) {
    return value(
        name,
        text -> {
          if (text.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
              return number;
            }
          }
          throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
        });
  }

  /**
   * Returns a value, if present.
   *
   * @param parse throws an {@link IllegalArgumentException} whose message becomes the problem
   */
  public <T> Optional<T> value(String name, Function<String, T> parse) {
    String option = option(name);
    if (!values.containsKey(option)) {
      return Optional.empty();
    }
    String text = values.get(option);
    if (text == null || text.isEmpty()) {
      problems.add(option + ": needs a value: " + option + "=VALUE");
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      problems.add(option + "=" + text + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private String option(String name) {
    String option = "--" + name;
    known.add(option);
    return option;
  }

  /** Adds a problem of another kind. */
  public void problem(String problem) {
    problems.add(problem);
  }

  /** Returns all problems. An option that was never read is unknown. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    values.keySet().stream()
        .filter(option -> !known.contains(option))
        .forEach(option -> all.add(option + ": no such option"));
    return all;
  }
}
