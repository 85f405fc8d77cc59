package com.codahale.metrics;

/**
 * Replaces the class of this name from metrics-core 3. The Cassandra driver 3.10 starts it with
 * every {@code Cluster}, and CassandraIO cannot disable that. Spark, and therefore this project,
 * uses metrics-core 4, which moved the class. Without this replacement the first connection fails
 * with a NoClassDefFoundError.
 *
 * <p>Does nothing: the driver's metrics are not published over JMX. It has only the five methods
 * that the driver calls.
 */
public final class JmxReporter {
  private JmxReporter() {}

  public static Builder forRegistry(MetricRegistry registry) {
    return new Builder();
  }

  public void start() {}

  public void stop() {}

  /** Builds a reporter that does nothing. */
  public static final class Builder {
    private Builder() {}

    public Builder inDomain(String domain) {
      return this;
    }

    public JmxReporter build() {
      return new JmxReporter();
    }
  }
}
