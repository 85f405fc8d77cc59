/** Setup against real servers. */
package io.userstream.tests.setup;
