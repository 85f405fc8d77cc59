package io.userstream.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The certificates of a {@linkplain LocalStackBuilder#postgresTls PostgreSQL with TLS}. The
 * superuser needs a password, and every other user also a certificate with its name. Not
 * thread-safe.
 */
public final class PostgresTls {
  private static final String HBA =
      """
      hostssl all postgres 127.0.0.1/32 scram-sha-256
      hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full
      """;

  private final Path hba;
  private CertificateAuthority authority;
  private IssuedCertificate server;

  private PostgresTls(CertificateAuthority authority, Path hba) {
    this.hba = hba;
    renew(authority);
  }

  /** Issues the certificate of the server. */
  static PostgresTls issued(CertificateAuthority authority, Path directory) {
    Path hba = directory.resolve("pg_hba.conf");
    try {
      Files.writeString(hba, HBA);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PostgresTls(authority, hba);
  }

  /** Replaces the contents of the server's files, which it uses from its next start on. */
  public void renew(CertificateAuthority next) {
    authority = next;
    server = next.issue("postgres-server", List.of("127.0.0.1"));
    try {
      // The server refuses a key that others can read.
      Files.setPosixFilePermissions(server.key(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns settings in the form {@code name=value}. */
  List<String> settings() {
    return List.of(
        "ssl=on",
        "ssl_cert_file=" + server.chain(),
        "ssl_key_file=" + server.key(),
        "ssl_ca_file=" + authority.trust(),
        "hba_file=" + hba);
  }

  /** Returns the options of a job that connects as a user, with a new certificate. */
  List<String> jobOptions(String user) {
    return List.of(
        "--rawStoreTlsTrust=file:" + authority.trust(),
        "--rawStoreTlsKey=file:" + authority.issue(user, List.of()).pem());
  }
}
