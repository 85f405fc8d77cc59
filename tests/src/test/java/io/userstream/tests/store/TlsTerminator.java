package io.userstream.tests.store;

import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.FreePorts;
import io.userstream.tests.status.SystemProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A stunnel before a server without TLS. It requires certificates of its clients. */
final class TlsTerminator implements AutoCloseable {
  private final Process process;
  private final String url;

  private TlsTerminator(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it on loopback.
   *
   * @param authority issues its certificate and those of its clients
   */
  static TlsTerminator before(URI server, CertificateAuthority authority, Path folder)
      throws Exception {
    int port = FreePorts.next();
    Path config =
        Files.writeString(
            folder.resolve("stunnel.conf"),
            String.format(
                Locale.ROOT,
                """
                foreground = yes
                pid =
                [server]
                accept = 127.0.0.1:%d
                connect = %s:%d
                cert = %s
                CAfile = %s
                verifyChain = yes
                requireCert = yes
                """,
                port,
                server.getHost(),
                server.getPort(),
                authority.issue("terminator", List.of("127.0.0.1")).pem(),
                authority.trust()));
    Process process =
        SystemProgram.require("stunnel4", "stunnel")
            .startServer(folder, List.of(config.toString()), port);
    TlsTerminator terminator =
        new TlsTerminator(process, "https://127.0.0.1:" + port + server.getPath());
    return terminator;
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
