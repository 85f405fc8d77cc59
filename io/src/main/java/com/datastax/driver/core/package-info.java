/** Replaces two classes of the Cassandra driver. Each says why. */
package com.datastax.driver.core;
