/**
 * The whole flow on a stack: topics and a table of one's own, jobs in this JVM or beside it, and
 * what really arrived.
 */
package io.userstream.tests.flow;
