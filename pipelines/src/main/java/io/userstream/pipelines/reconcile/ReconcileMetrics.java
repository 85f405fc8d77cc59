package io.userstream.pipelines.reconcile;

import com.google.common.collect.ImmutableList;
import io.userstream.pipelines.status.Metric;

/** The metrics of {@code reconcile --every}. */
public final class ReconcileMetrics {
  static final Metric LOOKS =
      Metric.counter("userstream_reconcile_looks_total", "Comparisons that have ended.");
  static final Metric COMPARED =
      Metric.counter(
          "userstream_reconcile_compared_total",
          "Published users and undecodable records that were compared.");
  static final Metric DIFFERENCES =
      Metric.counter("userstream_reconcile_differences_total", "Differences that were found.");
  static final Metric LAST =
      Metric.gauge(
          "userstream_reconcile_last_timestamp_seconds",
          "When the last comparison ended, in seconds since the epoch; 0 before the first.");

  /** Lists all metrics in the order of the reference. */
  public static final ImmutableList<Metric> ALL =
      ImmutableList.of(LOOKS, COMPARED, DIFFERENCES, LAST);

  private ReconcileMetrics() {}
}
