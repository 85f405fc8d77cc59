/**
 * The whole flow on a stack: its own topics and table, jobs in this JVM or in processes, and the
 * actual contents of the servers.
 */
package io.userstream.tests.flow;
