/**
 * One class that metrics-core 4 no longer has and the Cassandra driver 3.10 still asks for; see
 * {@link com.codahale.metrics.JmxReporter}.
 */
package com.codahale.metrics;
