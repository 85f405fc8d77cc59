package io.userstream.pipelines.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the result of a scrape. */
public final class ServedMetrics {
  private static final Pattern LINE = Pattern.compile("(\\w+)(\\{[^}]*})? (\\S+)");

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();

  /** Parses Prometheus' text format. */
  public ServedMetrics(String text) {
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher parts = LINE.matcher(line);
              if (!parts.matches()) {
                throw new IllegalArgumentException("not a metric: " + line);
              }
              names.add(parts.group(1));
              String labels = parts.group(2) == null ? "" : parts.group(2);
              String value = parts.group(3).replace("+Inf", "Infinity");
              values.put(parts.group(1) + labels, Double.valueOf(value));
            });
  }

  /** Returns the names of all series. */
  public Set<String> names() {
    return names;
  }

  /** Returns the value of a series, named with its labels as served. */
  public Double value(String series) {
    return values.get(series);
  }

  /** Returns the series names of metrics. */
  public static Set<String> names(List<Metric> metrics) {
    Set<String> names = new TreeSet<>();
    metrics.forEach(metric -> names.addAll(metric.seriesNames()));
    return names;
  }
}
