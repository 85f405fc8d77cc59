package io.userstream.pipelines.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.userstream.io.options.OptionProperty;
import io.userstream.io.options.OptionSources;
import io.userstream.io.options.ShownValue;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints each option with its value and origin, for {@code userstream options --show COMMAND}. */
final class ShownOptions {
  private static final String SWITCH = "--show";

  /** Longer values do not widen their column. */
  private static final int MAX_WIDTH = 60;

  private ShownOptions() {}

  /** Returns the command and its options; empty if the arguments do not ask to show them. */
  static ImmutableList<String> commandLine(List<String> args) {
    if (args.isEmpty()) {
      return ImmutableList.of();
    }
    String first = args.get(0);
    if (first.equals(SWITCH)) {
      return ImmutableList.copyOf(args.subList(1, args.size()));
    }
    return first.startsWith(SWITCH + "=") && first.length() > SWITCH.length() + 1
        ? ImmutableList.<String>builder()
            .add(first.substring(SWITCH.length() + 1))
            .addAll(args.subList(1, args.size()))
            .build()
        : ImmutableList.of();
  }

  /** Prints the options of a command, and Beam's options that are set. */
  static void print(Command<?> command, OptionSources sources, PrintStream out) {
    Map<String, OptionProperty> shown = new TreeMap<>(command.options());
    OptionProperty.withBeam(command.optionsType())
        .forEach(
            (name, property) -> {
              if (sources.value(name).isPresent()) {
                shown.putIfAbsent(name, property);
              }
            });
    List<String[]> rows = new ArrayList<>();
    shown.forEach(
        (name, property) ->
            rows.add(
                new String[] {
                  name,
                  sources
                      .value(name)
                      .map(value -> ShownValue.orReference(name, value))
                      .orElseGet(() -> defaultValue(property)),
                  sources.origin(name)
                }));
    int names = width(rows, 0);
    int values = width(rows, 1);
    for (String[] row : rows) {
      out.println(
          Strings.padEnd(row[0], names + 2, ' ')
              + Strings.padEnd(row[1], values + 2, ' ')
              + row[2]);
    }
  }

  private static String defaultValue(OptionProperty property) {
    return property
        .defaultValue()
        .map(Object::toString)
        .orElse(property.isBoolean() ? "false" : "(not set)");
  }

  private static int width(List<String[]> rows, int column) {
    return rows.stream()
        .mapToInt(row -> row[column].length())
        .filter(width -> width <= MAX_WIDTH)
        .max()
        .orElse(0);
  }
}
