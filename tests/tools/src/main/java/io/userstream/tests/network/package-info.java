/** Connections to servers that are long or broken. */
package io.userstream.tests.network;
