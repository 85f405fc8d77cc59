package io.userstream.tests.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A measured table.
 *
 * @param name identifies the table in the file and on the page
 * @param measured date of the measurement, and the machine
 * @param columns names of the columns after the label, with units
 * @param rows in the order of the measurement; several with the same label are rounds
 * @param ratios between medians, by name
 */
public record Figures(
    String name,
    String measured,
    List<String> columns,
    List<Row> rows,
    Map<String, Double> ratios) {
  private static final double LARGE = 100;
  private static final double MEDIUM = 10;

  /** A row: a label and a value for each column. */
  public record Row(String label, List<Double> values) {}

  /** Returns a row per label, with the medians of its rounds. */
  List<Row> medians() {
    Set<String> labels = new LinkedHashSet<>();
    rows.forEach(row -> labels.add(row.label()));
    return labels.stream().map(label -> new Row(label, medians(label))).toList();
  }

  private List<Double> medians(String label) {
    List<Double> medians = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int index = column;
      medians.add(
          Median.of(
              rows.stream()
                  .filter(row -> row.label().equals(label))
                  .mapToDouble(row -> row.values().get(index))));
    }
    return medians;
  }

  /** Returns the largest number of rounds of a label. */
  long rounds() {
    return rows.stream()
        .collect(Collectors.groupingBy(Row::label, Collectors.counting()))
        .values()
        .stream()
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** Formats a value with about three significant digits, and thousands with commas. */
  static String format(double value) {
    String pattern = value >= LARGE || value == 0 ? "%,.0f" : value >= MEDIUM ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
