package io.userstream.runloop.runner;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** Reads Beam's counters. */
final class CounterValues {
  private CounterValues() {}

  /**
   * Returns all counters by name, each summed over its steps; the committed values where they are
   * known.
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
