package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.Refusal;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Checks the raw store on a PostgreSQL that accepts only TLS, client certificates and passwords.
 */
public class PostgresTlsIT {
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static CertificateAuthority authority;
  private static LocalStack stack;
  private static Flow flow;

  @BeforeClass
  public static void start() {
    authority = CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
    stack =
        LocalStack.builder()
            .name("postgres-tls")
            .postgresTls(authority)
            .recordedApi(true)
            .sparkWorkers(JobRunner.chosen() == JobRunner.SPARK ? 1 : 0)
            .start();
    flow = Flow.on(stack, "tls").withRawStore().setUp();
  }

  @AfterClass
  public static void stop() {
    stack.close();
  }

  @Test
  @Category(OnSpark.class)
  public void usersAreStoredAndPublishedOverTls() {
    JobResult ingest = ingest("by-tls");
    assertThat(ingest.err(), ingest.exitCode(), is(0));
    assertThat(ingest.out(), containsString("raw=300 unpublished=0"));
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL");
    JobResult publish = flow.run("publish");
    assertThat(publish.err(), publish.exitCode(), is(0));
  }

  @Test
  public void newConnectionsUseAnotherAuthorityAndItsCertificates() {
    assertThat(ingest("before").exitCode(), is(0));

    // The same files with other contents. The old certificates are worth nothing now.
    authority = CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
    stack.postgres().tls().orElseThrow().renew(authority);
    stack.postgres().kill();
    stack.postgres().start();

    JobResult after = ingest("after");
    assertThat(after.err(), after.exitCode(), is(0));
  }

  @Test
  public void clientsWithoutTls() {
    String address = stack.postgres().url(flow.topic()) + "?sslmode=disable";
    refused(
        "It requires TLS from this client. Set --rawStoreTlsTrust.",
        List.of("--rawStore=" + address));
  }

  @Test
  public void clientsWithoutACertificate() {
    refused("It requires a client certificate. Set --rawStoreTlsKey", List.of(trust(authority)));
  }

  @Test
  public void certificatesOfAnotherUser() {
    refused(
        "The common name of --rawStoreTlsKey must also be the user name.",
        List.of(trust(authority), key(authority, "mallory")));
  }

  @Test
  public void certificatesOfAnotherAuthority() {
    refused(
        "It does not trust the authority of the client certificate. Fix --rawStoreTlsKey.",
        List.of(trust(authority), key(other("theirs"), flow.topic() + "-forged")));
  }

  @Test
  public void clientsThatTrustAnotherAuthority() {
    refused(
        "Its certificate is not signed by a trusted authority. Set --rawStoreTlsTrust",
        List.of(trust(other("wrong"))));
  }

  @Test
  public void anotherHostName() {
    String address = stack.postgres().url(flow.topic()).replace("127.0.0.1", "localhost");
    refused(
        "Its certificate is issued for other host names.",
        List.of(trust(authority), "--rawStore=" + address));
  }

  @Test
  public void wrongPasswords() throws IOException {
    Path wrong = Files.writeString(FOLDER.newFile().toPath(), "marked-wrong-password");
    JobResult refused =
        refused(
            "rejected the login of user " + flow.topic(),
            List.of(
                trust(authority),
                key(authority, flow.topic()),
                "--rawStorePassword=file:" + wrong));
    assertThat(refused.err(), not(containsString("marked-wrong-password")));
  }

  private static JobResult ingest(String seed) {
    return flow.run(
        "ingest", "--source=" + stack.recordedApi().url(), "--users=300", "--seed=" + seed);
  }

  private static JobResult refused(String reason, List<String> options) {
    List<String> arguments =
        flow.argumentsWithout("--rawStoreTls", "publish", options.toArray(new String[0]));
    return Refusal.of("PostgreSQL at ", reason, () -> Flow.runHere(arguments));
  }

  private static CertificateAuthority other(String name) {
    return CertificateAuthority.create(FOLDER.getRoot().toPath(), name);
  }

  private static String trust(CertificateAuthority of) {
    return "--rawStoreTlsTrust=file:" + of.trust();
  }

  private static String key(CertificateAuthority of, String user) {
    return "--rawStoreTlsKey=file:" + of.issue(user, List.of()).pem();
  }
}
