package io.userstream.pipelines.ingest;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.randomuser.RandomUserMetrics;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.SinkMetrics;

/**
 * How far an ingest has come, by Beam's metrics.
 *
 * @param pages whole pages
 * @param fetched users of whole pages
 * @param published users that all in-sync replicas have acknowledged. KafkaIO counts what it sends,
 *     then flushes at the end of each bundle and fails the bundle when one record was not
 *     acknowledged; a committed count is that of bundles that did not fail. On a runner without
 *     committed counts (Spark) a repeated bundle counts again: it is then exact only when nothing
 *     failed.
 */
record IngestCounts(long pages, long fetched, long published) {
  private static final MetricName PUBLISHED = SinkMetrics.elementsWritten().getName();

  /** Reads the counts, while the pipeline runs or after it. */
  static IngestCounts of(PipelineResult result) {
    return new IngestCounts(
        count(result, RandomUserMetrics.PAGES_FETCHED),
        count(result, RandomUserMetrics.USERS_FETCHED),
        count(result, PUBLISHED));
  }

  /** The counts by name, for the result file. */
  Map<String, Object> toMap(long nanos) {
    return ImmutableMap.of(
        "pages", pages, "fetched", fetched, "published", published, "seconds", nanos / 1e9);
  }

  private static long count(PipelineResult result, MetricName name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(name.getNamespace(), name.getName()))
            .build();
    long count = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      Long committed = counter.getCommittedOrNull();
      count += committed == null ? counter.getAttempted() : committed;
    }
    return count;
  }
}
