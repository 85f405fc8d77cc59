package io.userstream.runloop.runner;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** Waits for a bounded pipeline and has its progress said on the way. */
public final class PipelineWatch {
  private static final Duration SAY_EVERY = Duration.standardSeconds(5);
  private static final double NANOS = 1e9;

  private PipelineWatch() {}

  /** Says how far it is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Logs a line.
     *
     * @param before what the last call returned, 0 at first
     * @param seconds since then
     * @return the count that this call has seen
     */
    long say(long before, double seconds);
  }

  /** Creates a pipeline whose run returns at once, on DirectRunner too. */
  public static Pipeline newPipeline(PipelineOptions options) {
    if (DirectRunner.class.equals(options.getRunner())) {
      options.as(DirectOptions.class).setBlockOnRun(false);
    }
    return Pipeline.create(options);
  }

  /** Returns when the pipeline has ended. */
  public static void awaitEnd(PipelineResult result, Progress progress) {
    long before = 0;
    long beforeNanos = System.nanoTime();
    PipelineResult.State state = result.waitUntilFinish(SAY_EVERY);
    while (state == null || !state.isTerminal()) {
      before = progress.say(before, (System.nanoTime() - beforeNanos) / NANOS);
      beforeNanos = System.nanoTime();
      state = result.waitUntilFinish(SAY_EVERY);
    }
  }

  /**
   * Reads a counter, while the pipeline runs or after it. On a runner without committed counts
   * (Spark) a repeated bundle counts again: it is then exact only when nothing failed.
   */
  public static long count(PipelineResult result, MetricName name) {
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
