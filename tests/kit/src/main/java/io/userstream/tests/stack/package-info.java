/**
 * The local stack: real servers, from Maven Central's jars, as child processes that die with the
 * process which started them. {@link io.userstream.tests.stack.LocalStack} is the front door; the
 * demo, the benchmarks and the integration tests all use it.
 */
package io.userstream.tests.stack;
