package io.userstream.io.tls;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.userstream.io.options.OptionReader;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TlsSettingsTest {
  private static final List<String> HERE = List.of("localhost", "127.0.0.1");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private CertificateAuthority authority;
  private Path password;

  @Before
  public void create() throws IOException {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
    password = Files.writeString(file("password"), IssuedCertificate.STORE_PASSWORD);
  }

  @Test
  public void pemAndKeyStoresServeBothSides() throws Exception {
    IssuedCertificate server = authority.issue("server", HERE);
    IssuedCertificate client = authority.issue("client", List.of());
    TlsSettings pemServer = settings(authority.trust(), null, server.pem(), null);
    TlsSettings pem = settings(authority.trust(), null, client.pem(), null);
    TlsSettings stores = settings(client.trustStore(), password, client.keyStore(), password);

    assertThat(handshake(pemServer, pem, true), is(Optional.empty()));
    assertThat(handshake(pemServer, stores, true), is(Optional.empty()));
  }

  @Test
  public void failuresOfTheHandshakeAreExplained() throws Exception {
    TlsSettings client = settings(authority.trust(), null, null, null);
    IssuedCertificate ours = authority.issue("server", HERE);

    assertThat(
        handshake(server(authority.issueExpired("old", HERE)), client, false).orElseThrow(),
        is("Its certificate has expired. Renew it."));
    assertThat(
        handshake(server(authority.issue("other", List.of("kafka.example"))), client, false)
            .orElseThrow(),
        startsWith("Its certificate is issued for other host names."));
    CertificateAuthority theirs = CertificateAuthority.create(folder.getRoot().toPath(), "theirs");
    assertThat(
        handshake(server(theirs.issue("wrong", HERE)), client, false).orElseThrow(),
        is(
            "Its certificate is not signed by a trusted authority. Set --serverTlsTrust to the"
                + " certificate of its authority."));
    assertThat(
        handshake(server(ours), client, true).orElseThrow(),
        startsWith("It rejected the certificate of this client, or the lack of one."));
  }

  @Test
  public void otherHostNamesAreAcceptedOnlyIfVerificationIsOff() throws Exception {
    IssuedCertificate other = authority.issue("other", List.of("kafka.example"));
    TlsSettings lenient =
        read(new TlsValues("file:" + authority.trust(), null, null, null, false), List.of());
    CertificateAuthority theirs = CertificateAuthority.create(folder.getRoot().toPath(), "theirs");

    assertThat(handshake(server(other), lenient, false), is(Optional.empty()));
    assertThat(
        handshake(server(theirs.issue("wrong", HERE)), lenient, false).orElseThrow(),
        containsString("not signed by a trusted authority"));
  }

  @Test
  public void renewedFilesYieldANewContext() throws IOException {
    IssuedCertificate client = authority.issue("client", List.of());
    TlsSettings settings = settings(authority.trust(), null, client.pem(), null);
    SSLContext first = settings.context();

    assertThat(settings.context(), sameInstance(first));
    authority.issue("client", List.of());
    assertThat(settings.context(), not(sameInstance(first)));
  }

  @Test
  public void workersNameTheFileThatTheyLackAndTheirHost() throws IOException {
    Path trust = Files.copy(authority.trust(), file("copy.pem"));
    TlsSettings onWorker = SerializableUtils.clone(settings(trust, null, null, null));
    Files.delete(trust);

    Exception missing = assertThrows(IllegalArgumentException.class, onWorker::context);
    assertThat(
        missing.getMessage(),
        is(
            "--serverTlsTrust=file:"
                + trust
                + " on host "
                + InetAddress.getLocalHost().getHostName()
                + ": there is no file "
                + trust));
  }

  @Test
  public void unusableContentsAreReportedTogether() throws IOException {
    Path garbage = Files.writeString(file("garbage"), "hunter2");
    read(
        new TlsValues("file:" + garbage, null, "file:" + garbage, null, true),
        List.of(
            "--serverTlsTrust=file:"
                + garbage
                + ": is neither PEM text nor a key store (PKCS#12 or JKS), or needs a password",
            "--serverTlsKey=file:"
                + garbage
                + ": is neither PEM text nor a key store (PKCS#12 or JKS), or needs a password"));
  }

  @Test
  public void problemsOfContentsAreNamed() throws IOException {
    IssuedCertificate client = authority.issue("client", List.of());
    IssuedCertificate another = authority.issue("another", List.of());
    Path wrong = Files.writeString(file("wrong"), "wrong");

    assertProblem("Trust", client.key(), null, "contains no certificate");
    assertProblem("Trust", client.trustStore(), wrong, "the password of the key store is wrong");
    assertProblem("Trust", client.keyStore(), password, "contains no certificate of an authority");
    assertProblem("Key", client.chain(), null, "contains no private key");
    assertProblem("Key", client.keyStore(), wrong, "the password of the key store is wrong");
    assertProblem("Key", client.trustStore(), password, "contains no private key");
    assertProblem(
        "Key",
        Files.writeString(
            file("mixed.pem"), Files.readString(client.chain()) + Files.readString(another.key())),
        null,
        "the private key is not that of the first certificate, which must be the own one");
    assertProblem(
        "Key",
        Files.writeString(
            file("pkcs1.pem"),
            Files.readString(client.chain())
                + Files.readString(client.key()).replace(" PRIVATE", " EC PRIVATE")),
        null,
        "the private key is not PKCS#8: convert it with openssl pkcs8 -topk8");
  }

  @Test
  public void keyInsteadOfAReferenceIsNotShown() {
    OptionReader reader = new OptionReader();
    TlsSettings unused =
        TlsSettings.read(
            "serverTls", new TlsValues(null, null, "-----BEGIN hunter2", null, true), reader);

    assertThat(reader.problems().toString(), containsString("--serverTlsKey: must be a reference"));
    assertThat(reader.problems().toString(), not(containsString("hunter2")));
  }

  @Test
  public void passwordsWithoutTheirStoresAreRejected() {
    read(
        new TlsValues(null, "file:" + password, null, "file:" + password, true),
        List.of(
            "--serverTlsTrustPassword: needs --serverTlsTrust",
            "--serverTlsKeyPassword: needs --serverTlsKey"));
  }

  private void assertProblem(String option, Path file, @Nullable Path secret, String problem) {
    String reference = "file:" + file;
    String password = secret == null ? null : "file:" + secret;
    read(
        option.equals("Trust")
            ? new TlsValues(reference, password, null, null, true)
            : new TlsValues(null, null, reference, password, true),
        List.of("--serverTls" + option + "=" + reference + ": " + problem));
  }

  private TlsSettings server(IssuedCertificate certificate) {
    return settings(authority.trust(), null, certificate.pem(), null);
  }

  private static TlsSettings settings(
      Path trust, @Nullable Path trustPassword, @Nullable Path key, @Nullable Path keyPassword) {
    return read(
        new TlsValues(
            "file:" + trust,
            trustPassword == null ? null : "file:" + trustPassword,
            key == null ? null : "file:" + key,
            keyPassword == null ? null : "file:" + keyPassword,
            true),
        List.of());
  }

  private static TlsSettings read(TlsValues values, List<String> problems) {
    OptionReader reader = new OptionReader();
    TlsSettings settings = TlsSettings.read("serverTls", values, reader);
    assertThat(
        reader.problems(),
        problems.isEmpty() ? empty() : contains(problems.toArray(new String[0])));
    return settings;
  }

  private Path file(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  /** Connects a client to a server, and returns the reason if that fails. */
  private static Optional<String> handshake(
      TlsSettings server, TlsSettings client, boolean needsClientCertificate) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            server
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setNeedClientAuth(needsClientCertificate);
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listener));
      try (SSLSocket socket =
          (SSLSocket)
              client
                  .context()
                  .getSocketFactory()
                  .createSocket("localhost", listener.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        int first = socket.getInputStream().read();
        assertThat(first, is(1));
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(TlsFaults.reason(e, "serverTls").orElseThrow(() -> e));
      } finally {
        answered.join();
      }
    }
  }

  private static void answer(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.getOutputStream().write(1);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The client reports it.
    }
  }
}
