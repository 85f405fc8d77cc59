package io.userstream.pipelines.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape brought, taken apart. */
public final class ServedMetrics {
  private static final Pattern LINE = Pattern.compile("(\\w+)(\\{[^}]*})? (\\S+)");

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();

  /** Takes Prometheus' text format. */
  public ServedMetrics(String text) {
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher parts = LINE.matcher(line);
              if (!parts.matches()) {
                throw new IllegalArgumentException("no metric: " + line);
              }
              names.add(parts.group(1));
              String labels = parts.group(2) == null ? "" : parts.group(2);
              values.put(parts.group(1) + labels, Double.valueOf(parts.group(3)));
            });
  }

  /** The names of all series. */
  public Set<String> names() {
    return names;
  }

  /** The value of a series, named with its labels as they are served. */
  public Double value(String series) {
    return values.get(series);
  }

  /** The names that a list promises. */
  public static Set<String> names(List<Metric> metrics) {
    Set<String> names = new TreeSet<>();
    metrics.forEach(metric -> names.addAll(metric.seriesNames()));
    return names;
  }
}
