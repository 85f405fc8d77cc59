package io.userstream.pipelines.ingest;

import com.google.common.collect.ImmutableList;
import io.userstream.pipelines.status.JobMetrics;
import io.userstream.pipelines.status.Metric;
import java.util.function.Supplier;

/** The metrics of {@code ingest}. */
public final class IngestMetrics {
  static final Metric PAGES =
      Metric.counter("userstream_ingest_pages_total", "Complete pages from the API.");
  static final Metric FETCHED =
      Metric.counter("userstream_ingest_users_fetched_total", "Users of complete pages.");
  static final Metric PUBLISHED =
      Metric.counter(
          "userstream_ingest_users_published_total",
          "Users that were sent to Kafka; with a raw store, users that Kafka acknowledged and that"
              + " are marked in the store.");
  static final Metric DEAD =
      Metric.counter(
          "userstream_ingest_rows_dead_total",
          "Rows of the raw store that could not be read and became dead letters.");

  static final Metric ERASED =
      Metric.counter(
          "userstream_ingest_users_erased_total",
          "Users who were not published, because they were erased.");

  /** Lists all metrics in the order of the reference. On Spark, a retried bundle counts again. */
  public static final ImmutableList<Metric> ALL =
      ImmutableList.of(PAGES, FETCHED, PUBLISHED, DEAD, ERASED);

  private IngestMetrics() {}

  /** Binds all metrics. */
  static void bind(JobMetrics metrics, Supplier<IngestCounts> counts) {
    metrics.counter(PAGES, () -> counts.get().pages());
    metrics.counter(FETCHED, () -> counts.get().fetched());
    metrics.counter(PUBLISHED, () -> counts.get().published());
    metrics.counter(DEAD, () -> counts.get().dead());
    metrics.counter(ERASED, () -> counts.get().erased());
  }
}
