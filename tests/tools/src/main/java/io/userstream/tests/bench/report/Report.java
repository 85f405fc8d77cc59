package io.userstream.tests.bench.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.base.Strings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;

/** Prints figures as they are measured, and keeps them in a file. Not thread-safe. */
public final class Report {
  private static final int LABEL_WIDTH = 28;
  private static final int MIN_WIDTH = 9;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String measured;
  private final PrintStream out;
  private final Map<String, Figures> tables = new LinkedHashMap<>();

  /** The name of the table of the last row. */
  @Nullable private String printed;

  /**
   * Creates a report without figures.
   *
   * @param measured date of the measurement, and the machine
   * @param out receives the lines
   */
  public Report(String measured, PrintStream out) {
    this.measured = measured;
    this.out = out;
  }

  /** Adds a table without rows. */
  public Table table(String name, String... columns) {
    Figures figures =
        new Figures(name, measured, List.of(columns), new ArrayList<>(), new LinkedHashMap<>());
    tables.put(name, figures);
    return new Table(figures);
  }

  /** Prints the head of a table, unless its rows are being printed. */
  private void printHead(Figures figures) {
    if (figures.name().equals(printed)) {
      return;
    }
    printed = figures.name();
    StringBuilder head = new StringBuilder(Strings.padEnd(figures.name(), LABEL_WIDTH, ' '));
    for (String column : figures.columns()) {
      head.append("  ").append(Strings.padStart(column, MIN_WIDTH, ' '));
    }
    out.println(head);
  }

  /** A table of the report. */
  public final class Table {
    private final Figures figures;

    private Table(Figures figures) {
      this.figures = figures;
    }

    /** Adds and prints a row, with one value per column. Rows with the same label are rounds. */
    public void row(String label, Number... values) {
      checkArgument(values.length == figures.columns().size(), "a value for each column");
      printHead(figures);
      List<Double> all = new ArrayList<>();
      StringBuilder line = new StringBuilder(Strings.padEnd(label, LABEL_WIDTH, ' '));
      for (int i = 0; i < values.length; i++) {
        all.add(values[i].doubleValue());
        int width = Math.max(MIN_WIDTH, figures.columns().get(i).length());
        line.append("  ").append(Strings.padStart(Figures.format(all.get(i)), width, ' '));
      }
      figures.rows().add(new Figures.Row(label, all));
      out.println(line);
    }

    /** Adds and prints a ratio. */
    public void ratio(String name, double ratio) {
      figures.ratios().put(name, ratio);
      out.printf(Locale.ROOT, "ratio %s=%.2f%n", name, ratio);
    }
  }

  /** Writes the tables to a file. Tables with other names that it already has stay there. */
  public void writeTo(Path file) {
    Map<String, Figures> all = new LinkedHashMap<>();
    if (Files.exists(file)) {
      read(file).forEach(figures -> all.put(figures.name(), figures));
    }
    all.putAll(tables);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, JSON.writeValueAsString(all.values()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the tables of a file. */
  static List<Figures> read(Path file) {
    try {
      return JSON.readValue(file.toFile(), new TypeReference<List<Figures>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
