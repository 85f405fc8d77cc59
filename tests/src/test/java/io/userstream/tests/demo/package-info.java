/** Tests of the demo, run as a process. */
package io.userstream.tests.demo;
