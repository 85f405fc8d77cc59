package io.userstream.pipelines.status;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * One metric: its name as Prometheus knows it, and what it says. The reference in the docs is made
 * of these, and the meters are.
 *
 * @param name with the suffixes that Prometheus' conventions ask for
 * @param labels beside those that Prometheus itself adds
 * @param help one sentence, with the unit and since when it counts
 */
public record Metric(String name, Kind kind, ImmutableList<String> labels, String help) {
  /** Prometheus' types. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** A gauge that is always 1, for the sake of its labels. */
    INFO
  }

  public static Metric counter(String name, String help, String... labels) {
    return new Metric(name, Kind.COUNTER, ImmutableList.copyOf(labels), help);
  }

  public static Metric gauge(String name, String help, String... labels) {
    return new Metric(name, Kind.GAUGE, ImmutableList.copyOf(labels), help);
  }

  /** A duration in seconds. */
  public static Metric histogram(String name, String help, String... labels) {
    return new Metric(name, Kind.HISTOGRAM, ImmutableList.copyOf(labels), help);
  }

  public static Metric info(String name, String help, String... labels) {
    return new Metric(name, Kind.INFO, ImmutableList.copyOf(labels), help);
  }

  /** What Micrometer is to be told, which appends the suffixes of counters, durations and infos. */
  String meterName() {
    return switch (kind) {
      case COUNTER -> name.replaceFirst("_total$", "");
      case HISTOGRAM -> name.replaceFirst("_seconds$", "");
      case INFO -> name.replaceFirst("_info$", ".info");
      case GAUGE -> name;
    };
  }

  /**
   * The names of the time series behind it: of a histogram there are several, and Micrometer adds
   * the largest value of the last minutes.
   */
  public List<String> seriesNames() {
    return kind == Kind.HISTOGRAM
        ? List.of(name + "_bucket", name + "_count", name + "_max", name + "_sum")
        : List.of(name);
  }
}
