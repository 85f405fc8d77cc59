package io.userstream.runloop;

/**
 * A cheap check of the sink before a failed run is retried. Without it, every run in flight would
 * start again and again while the sink is down, with all the work before the write.
 */
@FunctionalInterface
public interface SinkProbe {
  /**
   * Returns if the sink responds. Called by several threads at once; may take seconds.
   *
   * @throws Exception if the sink is down, with the reason as its message
   */
  void check() throws Exception;
}
