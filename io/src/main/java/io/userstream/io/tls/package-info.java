/** TLS settings, and explanations of failed TLS connections. */
package io.userstream.io.tls;
