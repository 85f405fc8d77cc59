/** Tests of the demo, as a process. */
package io.userstream.tests.demo;
