/**
 * The demo: the whole flow on real servers from one command, for somebody who sees Userstream for
 * the first time. {@link io.userstream.tests.demo.Demo} is the command.
 */
package io.userstream.tests.demo;
