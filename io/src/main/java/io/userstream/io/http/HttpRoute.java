package io.userstream.io.http;

import io.userstream.io.tls.TlsSettings;
import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * The way to an HTTP server. Immutable.
 *
 * @param tls for https addresses. If it has no options, Java's defaults are used
 * @param proxy null for the one of Java's system properties, such as {@code https.proxyHost}, or
 *     none
 */
public record HttpRoute(TlsSettings tls, @Nullable HttpProxy proxy) implements Serializable {}
