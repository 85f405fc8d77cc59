/**
 * Connections that stay open between the bundles of a JVM: {@link
 * io.userstream.runloop.pool.BundlePool}.
 */
package io.userstream.runloop.pool;
