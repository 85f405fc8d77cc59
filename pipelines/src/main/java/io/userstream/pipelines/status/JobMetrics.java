package io.userstream.pipelines.status;

import com.google.common.collect.ImmutableList;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of a job. Binds each {@link Metric} to the source of its value. Thread-safe. */
public final class JobMetrics {
  /** The metrics of every job. */
  public static final ImmutableList<Metric> COMMON =
      ImmutableList.of(
          Metric.gauge(
              "userstream_ready", "1 while the job is ready, 0 while `/readyz` reports a reason."),
          Metric.info(
              "userstream_build_info",
              "Always 1. The labels identify the build and its runner.",
              "beam",
              "command",
              "java",
              "runner",
              "version"));

  /** Range from a run of a few records to the longest run of a backlog. */
  private static final Duration[] BUCKETS =
      Stream.of(
              100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /**
   * Keeps the suppliers reachable: Micrometer refers to them weakly, and their counters would stop.
   */
  private final Queue<Supplier<Number>> counted = new ConcurrentLinkedQueue<>();

  /**
   * Creates the metrics that every job has.
   *
   * @param build the labels of {@code userstream_build_info}
   * @param notReady see {@link StatusSource#notReady}
   */
  public JobMetrics(Map<String, String> build, Supplier<Optional<String>> notReady) {
    gauge(COMMON.get(0), () -> notReady.get().isEmpty() ? 1 : 0);
    Gauge.builder(COMMON.get(1).meterName(), () -> 1)
        .description(COMMON.get(1).help())
        .tags(
            Tags.of(build.entrySet().stream().map(e -> Tag.of(e.getKey(), e.getValue())).toList()))
        .register(registry);
  }

  /**
   * Binds a counter.
   *
   * @param value read at each scrape; must not decrease
   * @param labels alternating names and values
   */
  public void counter(Metric metric, Supplier<Number> value, String... labels) {
    counted.add(value);
    FunctionCounter.builder(metric.meterName(), value, v -> v.get().doubleValue())
        .description(metric.help())
        .tags(labels)
        .register(registry);
  }

  /**
   * Binds a gauge.
   *
   * @param value read at each scrape
   */
  public void gauge(Metric metric, Supplier<Number> value) {
    Gauge.builder(metric.meterName(), value).description(metric.help()).register(registry);
  }

  /** Creates a gauge whose label values change over time. */
  public LabelledGauge gauges(Metric metric) {
    return new LabelledGauge(
        MultiGauge.builder(metric.meterName()).description(metric.help()).register(registry),
        metric.labels().get(0));
  }

  /** Creates a histogram of durations. */
  public Timer histogram(Metric metric, String... labels) {
    return Timer.builder(metric.meterName())
        .description(metric.help())
        .tags(labels)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Returns all metrics in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** Gauges that differ in the value of one label. */
  public static final class LabelledGauge {
    private final MultiGauge gauges;
    private final String label;

    private LabelledGauge(MultiGauge gauges, String label) {
      this.gauges = gauges;
      this.label = label;
    }

    /**
     * Replaces all gauges.
     *
     * @param values by label value; read at each scrape
     */
    public void set(Map<String, Supplier<Number>> values) {
      List<MultiGauge.Row<?>> rows =
          values.entrySet().stream()
              .<MultiGauge.Row<?>>map(
                  value -> MultiGauge.Row.of(Tags.of(label, value.getKey()), value.getValue()))
              .toList();
      gauges.register(rows, true);
    }
  }
}
