package io.userstream.tests.bench.report;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the figures of a file into the page of benchmarks: a table between {@code <!-- figures: NAME
 * -->} and {@code <!-- end -->}, and a picture between {@code <!-- plot: NAME | COLUMN -->} and
 * {@code <!-- end -->}.
 */
public final class BenchmarksPage {
  private static final String DATA = "benchmarks.json";
  private static final String PAGE = "benchmarks.md";
  private static final String IMAGES = "images";

  private static final Pattern BLOCK =
      Pattern.compile("(?s)(<!-- (figures|plot): (.+?) -->\n).*?(<!-- end -->)");

  private final Map<String, Figures> tables;

  private BenchmarksPage(List<Figures> tables) {
    this.tables = tables.stream().collect(Collectors.toMap(Figures::name, figures -> figures));
  }

  /** Returns the path of the file with the figures. */
  public static Path data(Path docs) {
    return docs.resolve(DATA);
  }

  /** Writes the page and its pictures. */
  public static void write(Path docs) throws IOException {
    for (Map.Entry<Path, String> file : files(docs).entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
  }

  /** Returns what the page and its pictures must contain. */
  static Map<Path, String> files(Path docs) throws IOException {
    BenchmarksPage page = new BenchmarksPage(Report.read(data(docs)));
    String old = Files.readString(docs.resolve(PAGE));
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(
        docs.resolve(PAGE),
        BLOCK
            .matcher(old)
            .replaceAll(
                block ->
                    Matcher.quoteReplacement(
                        block.group(1) + page.content(block) + block.group(4))));
    BLOCK
        .matcher(old)
        .results()
        .filter(block -> block.group(2).equals("plot"))
        .forEach(block -> page.addPictures(block.group(3), docs, files));
    return files;
  }

  private String content(MatchResult block) {
    return block.group(2).equals("plot") ? picture(block.group(3)) : table(block.group(3));
  }

  private Figures figures(String name) {
    Figures figures = tables.get(name);
    if (figures == null) {
      throw new IllegalArgumentException(DATA + " has no table " + name);
    }
    return figures;
  }

  private String table(String name) {
    Figures figures = figures(name);
    StringBuilder text = new StringBuilder("| " + name + " |");
    figures.columns().forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|---|").append("---|".repeat(figures.columns().size())).append('\n');
    for (Figures.Row row : figures.medians()) {
      text.append("| ").append(row.label()).append(" |");
      row.values().forEach(value -> text.append(' ').append(Figures.format(value)).append(" |"));
      text.append('\n');
    }
    text.append('\n');
    if (!figures.ratios().isEmpty()) {
      text.append("```\n");
      figures
          .ratios()
          .forEach(
              (ratio, value) ->
                  text.append(String.format(Locale.ROOT, "ratio %s=%.2f\n", ratio, value)));
      text.append("```\n\n");
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "Measured %s, %s.\n",
                figures.measured(),
                figures.rounds() == 1
                    ? "once"
                    : "medians of up to " + figures.rounds() + " rounds"))
        .toString();
  }

  private static List<String> parts(String plot) {
    return Splitter.on('|').trimResults().splitToList(plot);
  }

  private static String imageName(String plot, BarPlot.Theme theme) {
    String words = plot.replaceAll("[^A-Za-z0-9]+", "-");
    return String.format(
        Locale.ROOT, "bench-%s-%s.svg", words.toLowerCase(Locale.ROOT), theme.suffix());
  }

  private static String picture(String plot) {
    return String.format(
        Locale.ROOT,
        "<picture>\n<source media=\"(prefers-color-scheme: dark)\" srcset=\"%s/%s\">\n"
            + "<img alt=\"%s\" src=\"%s/%s\">\n</picture>\n",
        IMAGES,
        imageName(plot, BarPlot.Theme.DARK),
        String.join(": ", parts(plot)),
        IMAGES,
        imageName(plot, BarPlot.Theme.LIGHT));
  }

  private void addPictures(String plot, Path docs, Map<Path, String> files) {
    List<String> parts = parts(plot);
    for (BarPlot.Theme theme : BarPlot.Theme.values()) {
      files.put(
          docs.resolve(IMAGES).resolve(imageName(plot, theme)),
          BarPlot.of(figures(parts.get(0)), parts.get(1), theme));
    }
  }
}
