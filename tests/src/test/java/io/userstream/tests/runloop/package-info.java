/** Tests of the run loop as a library, on real servers, with jobs that do not process users. */
package io.userstream.tests.runloop;
