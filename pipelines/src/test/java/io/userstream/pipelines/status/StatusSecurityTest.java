package io.userstream.pipelines.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.userstream.io.options.OptionReader;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.IssuedCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tests TLS and logins of the status server with an HTTP client. */
public class StatusSecurityTest {
  private static final String HOST = "127.0.0.1";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private CertificateAuthority authority;
  private Path password;
  private Path token;
  @Nullable private StatusServer server;

  @Before
  public void create() throws IOException {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
    password = Files.writeString(folder.newFile().toPath(), "s3cret");
    token = Files.writeString(folder.newFile().toPath(), "t0ken");
  }

  @After
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  public void everyPathNeedsTheLogin() throws Exception {
    start("--statusUsername=ada", "--statusPassword=file:" + password);
    for (String path :
        List.of(
            "", "page.js", "metrics", "status.json", "own", "livez", "readyz", "none", "../x")) {
      HttpResponse<String> refused = get(path, null);
      assertThat(path, refused.statusCode(), is(401));
      assertThat(
          refused.headers().firstValue("WWW-Authenticate").orElseThrow(),
          startsWith("Basic realm="));
      assertThat(path, refused.body(), not(containsString("some_total")));
    }
    for (String wrong :
        List.of(
            basic("ada", "wrong"),
            basic("eve", "s3cret"),
            basic("ada", ""),
            "Basic",
            "Basic %%%",
            "Bearer s3cret",
            "Bearer ",
            "s3cret")) {
      assertThat(wrong, get("metrics", wrong).statusCode(), is(401));
    }
    assertThat(get("metrics", basic("ada", "s3cret")).body(), is("some_total 1\n"));
    assertThat(get("readyz", basic("ada", "s3cret")).body(), is("waiting for Kafka at k:9092\n"));
  }

  @Test
  public void tokensAndPasswordsAreAcceptedAndReadAgain() throws Exception {
    start(
        "--statusUsername=ada", "--statusPassword=file:" + password, "--statusToken=file:" + token);
    assertThat(get("metrics", "bearer t0ken").statusCode(), is(200));
    assertThat(get("metrics", basic("ada", "s3cret")).statusCode(), is(200));

    Files.writeString(token, "next");
    assertThat(get("metrics", "Bearer t0ken").statusCode(), is(401));
    assertThat(get("metrics", "Bearer next").statusCode(), is(200));
  }

  @Test
  public void openProbesGiveNoReason() throws Exception {
    start("--statusToken=file:" + token, "--statusProbesOpen");
    assertThat(get("readyz", null).statusCode(), is(503));
    assertThat(get("readyz", null).body(), is("not ready\n"));
    assertThat(get("livez", null).statusCode(), is(200));
    assertThat(get("metrics", null).statusCode(), is(401));
    assertThat(get("readyz", "Bearer t0ken").body(), is("waiting for Kafka at k:9092\n"));
  }

  @Test
  public void newConnectionsGetTheRenewedCertificate() throws Exception {
    start("--statusTlsKey=file:" + authority.issue("status", List.of(HOST)).pem());
    assertThat(server().url(), startsWith("https://127.0.0.1:"));
    assertThat(get("metrics", null).statusCode(), is(200));

    CertificateAuthority next = CertificateAuthority.create(folder.getRoot().toPath(), "next");
    Path renewed = next.issue("status", List.of(HOST)).pem();
    SSLContext old = client(authority);
    assertThrows(IOException.class, () -> get("metrics", null, old));
    authority = next;
    assertThat(get("metrics", null).statusCode(), is(200));

    Files.writeString(renewed, "half of a certif");
    assertThat("the last usable one", get("metrics", null).statusCode(), is(200));
  }

  @Test
  public void clientsNeedACertificateIfAuthoritiesAreGiven() throws Exception {
    IssuedCertificate status = authority.issue("status", List.of(HOST));
    start("--statusTlsKey=file:" + status.pem(), "--statusTlsTrust=file:" + authority.trust());

    assertThat(get("metrics", null).statusCode(), is(200));
    CertificateAuthority theirs = CertificateAuthority.create(folder.getRoot().toPath(), "theirs");
    Files.copy(
        status.trustStore(),
        theirs.issue("mallory", List.of()).trustStore(),
        StandardCopyOption.REPLACE_EXISTING);
    SSLContext mallory =
        new IssuedCertificate(
                status.key(),
                status.chain(),
                status.pem(),
                folder.getRoot().toPath().resolve("mallory.p12"),
                status.trustStore())
            .context();
    assertThrows(IOException.class, () -> get("metrics", null, mallory));
  }

  @Test
  public void problemsAreReportedTogether() {
    assertThat(
        problems(
            "--statusUsername=a:b",
            "--statusToken=t0ken",
            "--statusTlsTrust=file:" + authority.trust()),
        contains(
            "--statusTlsTrust: needs --statusTlsKey",
            "--statusUsername: needs --statusPassword",
            "--statusUsername=a:b: must not contain a colon",
            "--statusToken: must be a reference (env:NAME or file:PATH), not the secret itself (the"
                + " value is not shown here)",
            "--statusAddress: is required with the other --status options"));
  }

  @Test
  public void endpointsThatAreOpenToOthersAreWarnedOf() {
    assertThat(endpoint("--statusAddress=8090").warning(), is(Optional.empty()));
    assertThat(
        endpoint("--statusAddress=0.0.0.0:8090").warning().orElseThrow(),
        startsWith("every machine that reaches it can read the status page"));
    assertThat(
        endpoint("--statusAddress=0.0.0.0:8090", "--statusToken=file:" + token)
            .warning()
            .orElseThrow(),
        startsWith("logins at the status page are sent in clear text"));
    assertThat(
        endpoint(
                "--statusAddress=0.0.0.0:8090",
                "--statusToken=file:" + token,
                "--statusTlsKey=file:" + authority.issue("status", List.of(HOST)).pem())
            .warning(),
        is(Optional.empty()));
  }

  private void start(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "--statusAddress=" + HOST + ":0";
    System.arraycopy(options, 0, all, 1, options.length);
    server = StatusServer.start(endpoint(all), new WaitingJob());
  }

  private static StatusEndpoint endpoint(String... options) {
    OptionReader reader = new OptionReader();
    StatusEndpoint endpoint = StatusEndpoint.read(options(options), reader).orElseThrow();
    assertThat(reader.problems(), is(List.of()));
    return endpoint;
  }

  private static List<String> problems(String... options) {
    OptionReader reader = new OptionReader();
    var unused = StatusEndpoint.read(options(options), reader);
    return reader.problems();
  }

  private static StatusOptions options(String... options) {
    return PipelineOptionsFactory.fromArgs(options).as(StatusOptions.class);
  }

  private StatusServer server() {
    return Objects.requireNonNull(server);
  }

  private HttpResponse<String> get(String path, @Nullable String authorization) throws Exception {
    return get(path, authorization, client(authority));
  }

  private HttpResponse<String> get(String path, @Nullable String authorization, SSLContext context)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server().url() + path));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static SSLContext client(CertificateAuthority of) {
    return of.issue("client", List.of()).context();
  }

  private static String basic(String user, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
  }

  private record Lag(int lag) {}

  private static final class WaitingJob implements StatusSource {
    @Override
    public Optional<String> notLive() {
      return Optional.empty();
    }

    @Override
    public Optional<String> notReady() {
      return Optional.of("waiting for Kafka at k:9092");
    }

    @Override
    public Map<String, StatusPage> pages() {
      return Map.of("/own", query -> StatusPage.Answer.html(200, "some_total"));
    }

    @Override
    public String metrics() {
      return "some_total 1\n";
    }

    @Override
    public Record page() {
      return new Lag(3);
    }
  }
}
