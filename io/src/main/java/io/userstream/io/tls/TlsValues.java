package io.userstream.io.tls;

import javax.annotation.Nullable;

/**
 * The values of the options of one server, whose names differ only in their beginning.
 *
 * @param trust reference to the certificates of trusted authorities; null for those of Java
 * @param trustPassword reference to the password of a trust store
 * @param key reference to the own certificate with its chain and private key
 * @param keyPassword reference to the password of the key store or of the PEM key
 * @param verifyHost whether the server's certificate must be issued for its host name
 */
public record TlsValues(
    @Nullable String trust,
    @Nullable String trustPassword,
    @Nullable String key,
    @Nullable String keyPassword,
    boolean verifyHost) {}
