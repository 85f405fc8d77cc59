/**
 * The local stack: real servers from the jars on Maven Central, as child processes that end with
 * the process that started them. {@link io.userstream.tests.stack.LocalStack} is the entry point.
 * The demo, the benchmarks and the integration tests use it.
 */
package io.userstream.tests.stack;
