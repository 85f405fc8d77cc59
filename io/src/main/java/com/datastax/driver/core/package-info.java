/**
 * One class of the Cassandra driver, replaced; see {@link com.datastax.driver.core.NettyOptions}.
 */
package com.datastax.driver.core;
