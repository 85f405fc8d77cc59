/** Tests of setup on real servers. */
package io.userstream.tests.setup;
