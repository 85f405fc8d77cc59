package io.userstream.tests.bench.report;

import com.google.common.html.HtmlEscapers;
import java.util.List;
import java.util.Locale;

/** Draws horizontal bars as SVG, one for each label of a column. */
final class BarPlot {
  private static final int WIDTH = 720;
  private static final int LABEL_WIDTH = 180;
  private static final int VALUE_WIDTH = 90;
  private static final int TOP = 40;
  private static final int BAR_HEIGHT = 22;
  private static final int BAR_DISTANCE = 34;

  /** Colors that are readable on GitHub's light and dark backgrounds. */
  enum Theme {
    LIGHT("#1f2328", "#0969da"),
    DARK("#e6edf3", "#4493f8");

    private final String text;
    private final String bar;

    Theme(String text, String bar) {
      this.text = text;
      this.bar = bar;
    }

    String suffix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private BarPlot() {}

  /** Returns the picture of a column, as a document. */
  static String of(Figures figures, String column, Theme theme) {
    int index = figures.columns().indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(figures.name() + " has no column " + column);
    }
    List<Figures.Row> rows = figures.medians();
    double most = rows.stream().mapToDouble(row -> row.values().get(index)).max().orElse(0);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"14\" fill=\"%s\">\n",
            WIDTH,
            TOP + rows.size() * BAR_DISTANCE,
            theme.text));
    svg.append(text(0, 18, "start", figures.name() + ": " + column));
    for (int i = 0; i < rows.size(); i++) {
      int y = TOP + i * BAR_DISTANCE;
      double value = rows.get(i).values().get(index);
      long length = most == 0 ? 0 : Math.round(value / most * (WIDTH - LABEL_WIDTH - VALUE_WIDTH));
      svg.append(text(LABEL_WIDTH - 10, y + 16, "end", rows.get(i).label()));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
              LABEL_WIDTH,
              y,
              length,
              BAR_HEIGHT,
              theme.bar));
      svg.append(text(LABEL_WIDTH + length + 8, y + 16, "start", Figures.format(value)));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String text(long x, int y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        HtmlEscapers.htmlEscaper().escape(text));
  }
}
