package io.userstream.io.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import io.userstream.tests.stack.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import javax.net.ssl.SSLServerSocket;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CqlProbeTest {
  private static final List<String> HERE = List.of("localhost");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private CertificateAuthority authority;

  @Before
  public void create() {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
  }

  @Test
  public void expiredCertificatesOfANodeAreNamed() throws Exception {
    assertThat(
        ask(settings(null), settings(authority.issueExpired("old", HERE).pem())),
        is(Optional.of("Its certificate has expired. Renew it.")));
  }

  @Test
  public void nodesThatRespondAreNoReason() throws Exception {
    assertThat(
        ask(settings(null), settings(authority.issue("server", HERE).pem())), is(Optional.empty()));
  }

  @Test
  public void jobsWithoutTlsAreTold() throws Exception {
    assertThat(
        ask(null, settings(authority.issue("server", HERE).pem())),
        is(
            Optional.of(
                "It uses TLS, but the job does not. Set --cassandraTlsTrust or --cassandraTls.")));
  }

  private TlsSettings settings(@Nullable Path key) {
    return TlsSettings.read(
        CassandraTls.PREFIX,
        new TlsValues(
            "file:" + authority.trust(), null, key == null ? null : "file:" + key, null, true),
        new OptionReader());
  }

  /** Probes a server with TLS that answers one byte to each connection. */
  private static Optional<String> ask(@Nullable TlsSettings client, TlsSettings server)
      throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            server
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(listener));
    try {
      return new CqlProbe(client).reason(HERE, listener.getLocalPort());
    } finally {
      listener.close();
      answering.join();
    }
  }

  private static void answer(SSLServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(0x84);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // The client reports it, or the test has ended.
      }
    }
  }
}
