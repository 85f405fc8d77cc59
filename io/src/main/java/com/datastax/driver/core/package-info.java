/**
 * Replaces one class of the Cassandra driver; see {@link com.datastax.driver.core.NettyOptions}.
 */
package com.datastax.driver.core;
