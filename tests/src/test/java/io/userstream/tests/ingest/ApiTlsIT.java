package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.Refusal;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks {@code ingest} with an API whose certificate Java does not trust, behind a proxy. */
public class ApiTlsIT {
  private static final String PASSWORD = "pa55word-of-the-proxy";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private CertificateAuthority authority;
  private RecordedApi api;
  private ForwardProxy proxy;
  private Flow flow;

  @Before
  public void start() throws Exception {
    authority = CertificateAuthority.create(folder.getRoot().toPath(), "ours");
    api = RecordedApi.startTls(authority.issue("api", List.of("127.0.0.1")));
    proxy = ForwardProxy.start(folder.newFolder("proxy").toPath(), "ada", PASSWORD);
    flow = Flow.on(SharedStack.get(), "apitls").setUp();
  }

  @After
  public void stop() {
    api.close();
    proxy.close();
  }

  @Test
  @Category(OnSpark.class)
  public void usersArriveThroughAProxyThatRequiresALogin() throws Exception {
    JobResult result = ingest(trust(authority), "--apiProxy=" + proxy.url(), user(), password());

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(flow.contents().keys(), hasSize(300));
    assertThat(
        "the login is for the proxy only", api.headers(), not(hasItem("proxy-authorization")));
    assertThat(api.headers(), hasItem("user-agent"));
  }

  @Test
  public void usersArriveWithoutAProxy() {
    JobResult result = ingest(trust(authority));

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(flow.contents().keys(), hasSize(300));
  }

  @Test
  public void aProxyThatRequiresALogin() {
    refused("status 407", trust(authority), "--apiProxy=" + proxy.url());
    refused("set --apiProxyUsername", trust(authority), "--apiProxy=" + proxy.url());
  }

  @Test
  public void anAuthorityThatJavaDoesNotTrust() {
    refused("Its certificate is not signed by a trusted authority. Set --apiTlsTrust");
  }

  @Test
  public void anotherHostName() {
    refused(
        "Its certificate is issued for other host names.",
        trust(authority),
        "--source=" + api.url().replace("127.0.0.1", "localhost"));
  }

  private void refused(String reason, String... options) {
    JobResult unused = Refusal.of(" of seed s: ", reason, () -> ingest(options));
  }

  private JobResult ingest(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    if (options.stream().noneMatch(option -> option.startsWith("--source="))) {
      options.add("--source=" + api.url());
    }
    options.addAll(List.of("--seed=s", "--users=300", "--pageSize=100"));
    return flow.run("ingest", options.toArray(new String[0]));
  }

  private static String user() {
    return "--apiProxyUsername=ada";
  }

  private String password() throws Exception {
    Path file = folder.getRoot().toPath().resolve("proxy.password");
    return "--apiProxyPassword=file:" + Files.writeString(file, PASSWORD + "\n");
  }

  private static String trust(CertificateAuthority of) {
    return "--apiTlsTrust=file:" + of.trust();
  }
}
