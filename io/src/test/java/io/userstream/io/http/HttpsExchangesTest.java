package io.userstream.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.userstream.io.options.OptionReader;
import io.userstream.io.tls.TlsSettings;
import io.userstream.io.tls.TlsValues;
import io.userstream.tests.stack.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks requests to a server that requires client certificates. */
public class HttpsExchangesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private CertificateAuthority authority;
  private HttpsServer server;

  @Before
  public void start() throws IOException {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
    SSLContext context = authority.issue("server", List.of("localhost")).context();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @After
  public void stop() {
    server.stop(0);
  }

  @Test
  public void theOwnCertificateIsPresentedAndRenewed() throws Exception {
    Path key = authority.issue("client", List.of()).pem();
    HttpExchanges http = exchanges(key);
    assertThat(http.send(request("localhost")).status(), is(200));

    CertificateAuthority theirs = CertificateAuthority.create(folder.getRoot().toPath(), "theirs");
    Path unused = theirs.issue("client", List.of()).pem(); // the same file
    // Java's server closes the connection without a reason, unlike others.
    assertThrows(IOException.class, () -> http.send(request("localhost")));

    unused = authority.issue("client", List.of()).pem();
    assertThat(http.send(request("localhost")).status(), is(200));
  }

  @Test
  public void requestsWithoutACertificateAndToOtherNamesAreRefused() {
    assertThrows(IOException.class, () -> exchanges(null).send(request("localhost")));
    TlsRefusedException refused =
        assertThrows(TlsRefusedException.class, () -> exchanges(null).send(request("127.0.0.1")));
    assertThat(refused.getMessage(), startsWith("Its certificate is issued for other host names."));
  }

  private HttpRequest request(String host) {
    return HttpRequest.newBuilder(
            URI.create("https://" + host + ":" + server.getAddress().getPort() + "/"))
        .build();
  }

  private HttpExchanges exchanges(@Nullable Path key) {
    OptionReader reader = new OptionReader();
    TlsSettings tls =
        TlsSettings.read(
            "serverTls",
            new TlsValues(
                "file:" + authority.trust(), null, key == null ? null : "file:" + key, null, true),
            reader);
    assertThat(reader.problems(), is(List.of()));
    return new HttpExchanges(
        new HttpRoute(tls, null), Duration.ofSeconds(5), Duration.ofSeconds(10), 1_000);
  }
}
