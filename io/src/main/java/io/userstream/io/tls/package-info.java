/** TLS for every connection: trusted authorities, own certificates, and what their errors mean. */
package io.userstream.io.tls;
