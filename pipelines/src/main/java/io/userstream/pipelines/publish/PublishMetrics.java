package io.userstream.pipelines.publish;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;

/** The counters of publishing from the raw store. */
public final class PublishMetrics {
  /** Counts users that Kafka acknowledged and that are marked. */
  public static final MetricName PUBLISHED = MetricName.named("publish", "published");

  /** Counts rows that could not be read and became dead letters. */
  public static final MetricName DEAD = MetricName.named("publish", "dead");

  /** Counts users who are not published, because they were erased. */
  public static final MetricName ERASED = MetricName.named("publish", "erased");

  private PublishMetrics() {}

  static Counter published() {
    return counter(PUBLISHED);
  }

  static Counter dead() {
    return counter(DEAD);
  }

  /** Returns the counter of users who are not published, because they were erased. */
  public static Counter erased() {
    return counter(ERASED);
  }

  private static Counter counter(MetricName name) {
    return Metrics.counter(name.getNamespace(), name.getName());
  }
}
