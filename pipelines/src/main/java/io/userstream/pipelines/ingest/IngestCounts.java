package io.userstream.pipelines.ingest;

import io.userstream.io.randomuser.RandomUserMetrics;
import io.userstream.pipelines.publish.PublishMetrics;
import io.userstream.pipelines.runner.PipelineWatch;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.SinkMetrics;

/**
 * How far an ingest has come, by Beam's metrics.
 *
 * @param fetched users of whole pages
 * @param published users that all in-sync replicas have acknowledged. KafkaIO counts what it sends,
 *     then flushes at the end of each bundle and fails the bundle when one record was not
 *     acknowledged. With a raw store: that are marked there, too
 * @param dead rows of the raw store that could not be read
 */
record IngestCounts(long fetched, long published, long dead) {
  private static final MetricName WRITTEN = SinkMetrics.elementsWritten().getName();

  /** Reads the counts, while the pipeline runs or after it. */
  static IngestCounts of(PipelineResult result) {
    return new IngestCounts(
        PipelineWatch.count(result, RandomUserMetrics.USERS_FETCHED),
        PipelineWatch.count(result, WRITTEN)
            + PipelineWatch.count(result, PublishMetrics.PUBLISHED),
        PipelineWatch.count(result, PublishMetrics.DEAD));
  }

  IngestCounts plus(IngestCounts other) {
    return new IngestCounts(
        fetched + other.fetched, published + other.published, dead + other.dead);
  }
}
