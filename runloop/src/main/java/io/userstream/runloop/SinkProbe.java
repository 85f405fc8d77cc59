package io.userstream.runloop;

/**
 * A cheap question to whatever the runs write to. A run that has failed is tried again when it is
 * answered: otherwise every run in flight would, for as long as the sink is away, be begun again
 * and again, with all the work before the write.
 */
@FunctionalInterface
public interface SinkProbe {
  /**
   * Returns when the sink answers. Called by several threads at once; may take seconds.
   *
   * @throws Exception when the sink does not answer; the message says why
   */
  void check() throws Exception;
}
