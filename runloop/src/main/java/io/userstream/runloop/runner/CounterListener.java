package io.userstream.runloop.runner;

import java.util.Map;
import org.apache.beam.sdk.metrics.MetricName;

/**
 * Receives the values of Beam's counters. Called by one thread at a time; must return immediately.
 */
@FunctionalInterface
public interface CounterListener {
  /** Ignores the values. */
  CounterListener NONE = counts -> {};

  /**
   * Called once for each pipeline that ended in state DONE. Failed attempts and retried tasks do
   * not count.
   *
   * @param counts by the names of the counters, over all steps
   */
  void counted(Map<MetricName, Long> counts);
}
