package io.userstream.pipelines.status;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reference of all metrics, as Markdown. */
public final class MetricsReference {
  private MetricsReference() {}

  /**
   * Returns the whole reference; the same text for the same code.
   *
   * @param jobs the metrics of each job that has some of its own, by the job's name
   */
  public static String markdown(ImmutableMap<String, ? extends List<Metric>> jobs) {
    StringBuilder text =
        new StringBuilder(
            """
            # Metrics

            <!-- Made by `./userstream metrics > docs/metrics.md`; a test compares it. -->

            What `/metrics` serves under `--statusAddress=[host:]port`, in Prometheus' text format. Counters count since the start of the
            process, so that `rate()` and `increase()` are exact over a restart. No label has a value of a record.

            Beside them: `/readyz` answers 200, or 503 with the reason, while a server is away for one; `/livez` answers 503 when only
            another process can go on; `/` is a page for people.

            ## Every job
            """);
    table(text, JobMetrics.COMMON);
    jobs.forEach(
        (job, metrics) -> {
          text.append("\n## ").append(job).append('\n');
          table(text, metrics);
        });
    return text.toString();
  }

  private static void table(StringBuilder text, List<Metric> metrics) {
    text.append("\n| metric | type | labels | what it says |\n|---|---|---|---|\n");
    for (Metric metric : metrics) {
      text.append(
          String.format(
              "| `%s` | %s | %s | %s |\n",
              metric.name(),
              metric.kind().name().toLowerCase(Locale.ROOT),
              metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", ")),
              metric.help()));
    }
  }
}
