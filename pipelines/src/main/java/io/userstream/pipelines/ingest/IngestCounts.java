package io.userstream.pipelines.ingest;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.randomuser.RandomUserMetrics;
import io.userstream.pipelines.publish.PublishMetrics;
import io.userstream.runloop.runner.PipelineWatch;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.SinkMetrics;

/**
 * The progress of an ingest, from Beam's metrics.
 *
 * @param pages complete pages
 * @param fetched users of complete pages
 * @param published users that all in-sync replicas acknowledged and, with a raw store, that are
 *     marked there. KafkaIO counts what it sends, flushes at the end of each bundle, and fails the
 *     bundle if a record was not acknowledged
 * @param dead rows of the raw store that could not be read
 * @param erased users who were not published, because they were erased
 */
record IngestCounts(long pages, long fetched, long published, long dead, long erased) {
  private static final MetricName WRITTEN = SinkMetrics.elementsWritten().getName();

  /** Returns the current counts of a running or finished pipeline. */
  static IngestCounts of(PipelineResult result) {
    return new IngestCounts(
        PipelineWatch.count(result, RandomUserMetrics.PAGES_FETCHED),
        PipelineWatch.count(result, RandomUserMetrics.USERS_FETCHED),
        PipelineWatch.count(result, WRITTEN)
            + PipelineWatch.count(result, PublishMetrics.PUBLISHED),
        PipelineWatch.count(result, PublishMetrics.DEAD),
        PipelineWatch.count(result, PublishMetrics.ERASED));
  }

  /** Returns the counts by name, for the result file. */
  Map<String, Object> toMap(long nanos) {
    return ImmutableMap.of(
        "pages", pages,
        "fetched", fetched,
        "published", published,
        "dead", dead,
        "erased", erased,
        "seconds", nanos / 1e9);
  }

  IngestCounts plus(IngestCounts other) {
    return new IngestCounts(
        pages + other.pages,
        fetched + other.fetched,
        published + other.published,
        dead + other.dead,
        erased + other.erased);
  }
}
