/** What a person at a terminal sees of a job, and a log file does not. */
package io.userstream.tests.progress;
