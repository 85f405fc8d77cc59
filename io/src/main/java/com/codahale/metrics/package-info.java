/**
 * Contains the class that the Cassandra driver 3.10 needs and metrics-core 4 no longer has; see
 * {@link com.codahale.metrics.JmxReporter}.
 */
package com.codahale.metrics;
