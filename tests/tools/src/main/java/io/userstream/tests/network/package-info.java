/** Network connections to servers that are slow or broken. */
package io.userstream.tests.network;
