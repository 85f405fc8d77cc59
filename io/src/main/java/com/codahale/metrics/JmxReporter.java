package com.codahale.metrics;

/**
 * Stands in for the class of this name of metrics-core 3, which the Cassandra driver 3.10 starts
 * with every {@code Cluster} and which metrics-core 4, the one of Spark and so of this project,
 * moved elsewhere: without it the first connection dies of a NoClassDefFoundError. CassandraIO
 * gives no way to switch the driver's JMX reporting off.
 *
 * <p>Does nothing: the driver's metrics are not published over JMX. It has the five methods that
 * the driver calls, and no other.
 */
public final class JmxReporter {
  private JmxReporter() {}

  public static Builder forRegistry(MetricRegistry registry) {
    return new Builder();
  }

  public void start() {}

  public void stop() {}

  /** Builds the reporter that does nothing. */
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
