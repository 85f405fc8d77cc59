package io.userstream.io.randomuser;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;

/** The counters of {@link RandomUserIO}. */
public final class RandomUserMetrics {
  /** Users on complete pages. */
  public static final MetricName USERS_FETCHED =
      MetricName.named(RandomUserIO.class, "usersFetched");

  /** Complete pages. */
  public static final MetricName PAGES_FETCHED =
      MetricName.named(RandomUserIO.class, "pagesFetched");

  private RandomUserMetrics() {}

  static Counter usersFetched() {
    return counter(USERS_FETCHED);
  }

  static Counter pagesFetched() {
    return counter(PAGES_FETCHED);
  }

  private static Counter counter(MetricName name) {
    return Metrics.counter(name.getNamespace(), name.getName());
  }
}
