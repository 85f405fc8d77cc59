package io.userstream.tests.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The certificates of a {@linkplain LocalStackBuilder#cassandraTls Cassandra with TLS}. Immutable.
 *
 * @param host the address of the node
 * @param trust PEM file with the certificate of the authority of nodes and clients
 * @param node the certificate of the node
 * @param client a certificate that the node accepts
 */
public record CassandraTls(
    String host, Path trust, IssuedCertificate node, IssuedCertificate client) {
  /** Issues the certificates of a node and its clients. */
  static CassandraTls issued(CertificateAuthority authority, String host) {
    return new CassandraTls(
        host,
        authority.trust(),
        authority.issue("cassandra-" + host, List.of(host)),
        authority.issue("cassandra-client", List.of()));
  }

  /** Replaces the contents of all files. A node uses them from its next start on. */
  public void renew(CertificateAuthority authority) {
    CassandraTls unused = issued(authority, host);
  }

  /** Returns the lines of {@code cassandra.yaml}. */
  String yaml() {
    return String.format(
        Locale.ROOT,
        """
        client_encryption_options:
          enabled: true
          optional: false
          require_client_auth: true
          store_type: PKCS12
          keystore: %s
          keystore_password: %s
          truststore: %s
          truststore_password: %s
        """,
        node.keyStore(),
        IssuedCertificate.STORE_PASSWORD,
        node.trustStore(),
        IssuedCertificate.STORE_PASSWORD);
  }

  /** Returns the options of a job. */
  public List<String> jobOptions() {
    return List.of("--cassandraTlsTrust=file:" + trust, "--cassandraTlsKey=file:" + client.pem());
  }
}
