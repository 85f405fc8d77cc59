/**
 * The demo: runs the whole flow on real servers with one command, for people who are new to
 * Userstream. {@link io.userstream.tests.demo.Demo} is the command.
 */
package io.userstream.tests.demo;
