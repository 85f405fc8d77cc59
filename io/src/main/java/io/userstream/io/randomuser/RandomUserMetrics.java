package io.userstream.io.randomuser;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;

/** The counters that {@link RandomUserIO} keeps. */
public final class RandomUserMetrics {
  /** Users of whole pages. */
  public static final MetricName USERS_FETCHED =
      MetricName.named(RandomUserIO.class, "usersFetched");

  private RandomUserMetrics() {}

  static Counter usersFetched() {
    return Metrics.counter(USERS_FETCHED.getNamespace(), USERS_FETCHED.getName());
  }
}
