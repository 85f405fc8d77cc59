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

/** Waits for a bounded pipeline and logs its progress. */
public final class PipelineWatch {
  private static final Duration SAY_EVERY = Duration.standardSeconds(5);
  private static final double NANOS = 1e9;

  private PipelineWatch() {}

  /** Logs the progress of a pipeline. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Logs a line.
     *
     * @param before the result of the last call, initially 0
     * @param seconds since the last call
     * @return the current count
     */
    long say(long before, double seconds);
  }

  /** Creates a pipeline whose {@code run} returns immediately, also on DirectRunner. */
  public static Pipeline newPipeline(PipelineOptions options) {
    if (DirectRunner.class.equals(options.getRunner())) {
      options.as(DirectOptions.class).setBlockOnRun(false);
    }
    return Pipeline.create(options);
  }

  /** Waits for the end of the pipeline. */
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
   * Reads a counter, during or after the run. On a runner without committed counts (Spark), a
   * retried bundle counts again, so the value is exact only if nothing failed.
   */
  public static long count(PipelineResult result, MetricName name) {
    return CounterValues.of(result.metrics()).getOrDefault(name, 0L);
  }

  /**
   * Reads a counter while the pipeline runs, with what bundles have counted that are not committed
   * yet: earlier than {@link #count}, and too high when one of them fails.
   */
  public static long attempted(PipelineResult result, MetricName name) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(name.getNamespace(), name.getName()))
            .build();
    long count = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      count += counter.getAttempted();
    }
    return count;
  }
}
