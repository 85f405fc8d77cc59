package io.userstream.pipelines.reconcile;

import java.util.Base64;
import java.util.UUID;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.metrics.StringSetResult;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * Brings the one result of a pipeline to whoever ran it, without a file system that both can see:
 * as the one member of a string-set metric.
 *
 * <p>A set, because it stays the same when a worker does its part again; Beam's counters on Spark
 * would count that part twice. The metric has a name of its own for each pipeline, because those of
 * one Spark context share their metrics.
 */
final class ResultMetric extends DoFn<ReconcileResult, Void> {
  private static final long serialVersionUID = 1L;

  private static final SerializableCoder<ReconcileResult> CODER =
      SerializableCoder.of(ReconcileResult.class);

  private final String name = "result-" + UUID.randomUUID();
  private final StringSet metric = Metrics.stringSet(ResultMetric.class, name);

  @ProcessElement
  public void processElement(@Element ReconcileResult result) throws CoderException {
    metric.add(
        Base64.getEncoder()
            .encodeToString(CoderUtils.encodeToByteArray(CODER, result)));
  }

  /**
   * Returns the result.
   *
   * @param done of the pipeline, which has ended
   * @throws IllegalStateException when the runner did not keep the metric
   */
  ReconcileResult of(PipelineResult done) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(ResultMetric.class, name))
            .build();
    for (MetricResult<StringSetResult> kept : done.metrics().queryMetrics(filter).getStringSets()) {
      // More than one would be the work of a part that was done twice while the table changed:
      // each is the whole result of one reading.
      for (String encoded : kept.getAttempted().getStringSet()) {
        return decode(encoded);
      }
    }
    throw new IllegalStateException("the runner kept no result: it has no string-set metrics");
  }

  private ReconcileResult decode(String encoded) {
    try {
      return CoderUtils.decodeFromByteArray(
          CODER, Base64.getDecoder().decode(encoded));
    } catch (CoderException e) {
      throw new IllegalStateException("the result came back in another form", e);
    }
  }
}
