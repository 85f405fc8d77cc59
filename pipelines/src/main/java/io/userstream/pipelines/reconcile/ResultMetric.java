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
 * Returns the result of a pipeline to the driver without a shared file system, as the only member
 * of a string-set metric.
 *
 * <p>A set stays the same if a worker repeats its part, while Beam's counters on Spark would count
 * that part twice. The metric's name is unique per pipeline, because the pipelines of a Spark
 * context share their metrics.
 */
final class ResultMetric extends DoFn<ReconcileResult, Void> {
  private static final long serialVersionUID = 1L;

  private static final SerializableCoder<ReconcileResult> CODER =
      SerializableCoder.of(ReconcileResult.class);

  private final String name = "result-" + UUID.randomUUID();
  private final StringSet metric = Metrics.stringSet(ResultMetric.class, name);

  @ProcessElement
  public void processElement(@Element ReconcileResult result) throws CoderException {
    metric.add(Base64.getEncoder().encodeToString(CoderUtils.encodeToByteArray(CODER, result)));
  }

  /**
   * Returns the result.
   *
   * @param done the pipeline, which has ended
   * @throws IllegalStateException if the runner lost the metric
   */
  ReconcileResult of(PipelineResult done) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(ResultMetric.class, name))
            .build();
    for (MetricResult<StringSetResult> kept : done.metrics().queryMetrics(filter).getStringSets()) {
      // There are several if a part was repeated while the table changed. Each is a whole result.
      for (String encoded : kept.getAttempted().getStringSet()) {
        return decode(encoded);
      }
    }
    throw new IllegalStateException(
        "the runner returned no result: it does not support string-set metrics");
  }

  private ReconcileResult decode(String encoded) {
    try {
      return CoderUtils.decodeFromByteArray(CODER, Base64.getDecoder().decode(encoded));
    } catch (CoderException e) {
      throw new IllegalStateException("cannot decode the result", e);
    }
  }
}
