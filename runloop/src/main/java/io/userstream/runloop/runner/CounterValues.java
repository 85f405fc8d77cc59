package io.userstream.runloop.runner;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Beam's counters, as plain numbers. */
final class CounterValues {
  private CounterValues() {}

  /**
   * All counters by name, each summed over the steps that have it; committed where that is known.
   */
  static Map<MetricName, Long> of(MetricResults results) {
    Map<MetricName, Long> counts = new HashMap<>();
    for (MetricResult<Long> counter :
        results.queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      Long committed = counter.getCommittedOrNull();
      counts.merge(
          counter.getName(), committed == null ? counter.getAttempted() : committed, Long::sum);
    }
    return counts;
  }
}
