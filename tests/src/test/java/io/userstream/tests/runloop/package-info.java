/** The run loop as a library: a job that knows nothing of users, on real servers. */
package io.userstream.tests.runloop;
