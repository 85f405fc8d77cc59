package io.userstream.runloop.runner;

import java.util.Map;
import org.apache.beam.sdk.metrics.MetricName;

/** Is told what Beam's counters have counted. Used by one thread at a time; must return at once. */
@FunctionalInterface
public interface CounterListener {
  /** Wants to know nothing. */
  CounterListener NONE = counts -> {};

  /**
   * Takes what one pipeline has counted that ended in state DONE: each such pipeline is told of
   * once, and an attempt that failed never, nor what a task counted that was tried again.
   *
   * @param counts by the counters' names, over all steps
   */
  void counted(Map<MetricName, Long> counts);
}
