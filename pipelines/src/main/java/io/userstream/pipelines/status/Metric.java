package io.userstream.pipelines.status;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A metric. Both the meters and docs/metrics.md are made from these.
 *
 * @param name as Prometheus shows it, with the suffixes of its conventions
 * @param labels in addition to those that Prometheus adds
 * @param help one sentence, with the unit
 */
public record Metric(String name, Kind kind, ImmutableList<String> labels, String help) {
  /** The metric types of Prometheus. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** A gauge that is always 1 and carries labels. */
    INFO
  }

  public static Metric counter(String name, String help, String... labels) {
    return new Metric(name, Kind.COUNTER, ImmutableList.copyOf(labels), help);
  }

  public static Metric gauge(String name, String help, String... labels) {
    return new Metric(name, Kind.GAUGE, ImmutableList.copyOf(labels), help);
  }

  /** Creates a histogram of durations in seconds. */
  public static Metric histogram(String name, String help, String... labels) {
    return new Metric(name, Kind.HISTOGRAM, ImmutableList.copyOf(labels), help);
  }

  public static Metric info(String name, String help, String... labels) {
    return new Metric(name, Kind.INFO, ImmutableList.copyOf(labels), help);
  }

  /**
   * Returns the name for Micrometer, which appends the suffixes of counters, durations and infos.
   */
  String meterName() {
    return switch (kind) {
      case COUNTER -> name.replaceFirst("_total$", "");
      case HISTOGRAM -> name.replaceFirst("_seconds$", "");
      case INFO -> name.replaceFirst("_info$", ".info");
      case GAUGE -> name;
    };
  }

  /**
   * Returns the names of its time series. A histogram has several; Micrometer adds the maximum of
   * the last minutes.
   */
  public List<String> seriesNames() {
    return kind == Kind.HISTOGRAM
        ? List.of(name + "_bucket", name + "_count", name + "_max", name + "_sum")
        : List.of(name);
  }
}
