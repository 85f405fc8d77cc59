package io.userstream.tests.cassandra;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.Refusal;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks the jobs on a Cassandra that accepts only TLS, client certificates and passwords. */
public class CassandraTlsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static CertificateAuthority authority;
  private static LocalStack stack;

  private final Flow flow = Flow.on(stack, "tls");

  @BeforeClass
  public static void start() {
    authority = CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
    stack =
        LocalStack.builder()
            .name("cassandra-tls")
            .cassandraTls(authority)
            .cassandraPasswordAuthentication()
            .sparkWorkers(JobRunner.chosen() == JobRunner.SPARK ? 1 : 0)
            .start();
  }

  @AfterClass
  public static void stop() {
    stack.close();
  }

  @Test
  @Category(OnSpark.class)
  public void storeAndReconcileUseTls() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 2_000);
    }

    JobResult store = flow.storeAll();
    assertThat(store.err(), store.exitCode(), is(0));
    JobResult reconcile = flow.run("reconcile");
    assertThat(reconcile.err(), reconcile.exitCode(), is(0));
    assertThat(reconcile.out(), containsString("reconciled: published=2000 stored=2000"));
  }

  @Test
  public void newConnectionsUseAnotherAuthorityAndItsCertificates() {
    flow.setUp();
    try (Publisher publisher = new Publisher(flow);
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess driver = flow.start("store")) {
      publisher.users(0, 500).flush();
      Await.until("records are committed", LIMIT, () -> offsets.sum() == 500);

      // The same files with other contents. The old certificates are worth nothing now.
      authority = CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
      stack.cassandra().tls().orElseThrow().renew(authority);
      stack.cassandra().kill();
      stack.cassandra().start();

      publisher.users(500, 1_000).flush();
      Await.until("all records are committed", LIMIT, () -> offsets.sum() == 1_000);
      assertThat(driver.isRunning(), is(true));
    }
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 1_000)));
  }

  @Test
  public void clientsWithoutTls() {
    refused("It uses TLS, but the job does not. Set --cassandraTlsTrust", List.of());
  }

  @Test
  public void clientsWithoutACertificate() {
    refused(
        "It rejected the certificate of this client, or the lack of one. Set --cassandraTlsKey",
        List.of(trust(authority)));
  }

  @Test
  public void clientsWithACertificateOfAnotherAuthority() {
    CertificateAuthority other = other("theirs");
    refused(
        "It rejected the certificate of this client",
        List.of(
            trust(authority), "--cassandraTlsKey=file:" + other.issue("mallory", List.of()).pem()));
  }

  @Test
  public void clientsThatTrustAnotherAuthority() {
    refused(
        "Its certificate is not signed by a trusted authority. Set --cassandraTlsTrust",
        List.of(trust(other("wrong"))));
  }

  @Test
  public void anotherHostName() {
    refused(
        "Its certificate is issued for other host names.",
        List.of(trust(authority), key(), "--cassandraHosts=localhost"));
  }

  @Test
  public void anotherHostNameIsAcceptedIfVerificationIsOff() {
    JobResult accepted =
        run(
            List.of(
                trust(authority),
                key(),
                "--cassandraHosts=localhost",
                "--cassandraTlsVerifyHost=false"));
    assertThat(accepted.err(), accepted.exitCode(), is(0));
  }

  @Test
  public void wrongPasswords() throws IOException {
    Path wrong = Files.writeString(FOLDER.newFile().toPath(), "marked-wrong-password");
    JobResult refused =
        refused(
            "rejected the login of user cassandra",
            List.of(trust(authority), key(), "--cassandraPassword=file:" + wrong));
    assertThat(refused.err(), not(containsString("marked-wrong-password")));
  }

  private JobResult refused(String reason, List<String> options) {
    return Refusal.of("Cassandra at ", reason, () -> run(options));
  }

  /** Runs {@code setup} with these options for TLS only. */
  private JobResult run(List<String> options) {
    return Flow.runHere(
        flow.argumentsWithout("--cassandraTls", "setup", options.toArray(new String[0])));
  }

  private static CertificateAuthority other(String name) {
    return CertificateAuthority.create(FOLDER.getRoot().toPath(), name);
  }

  private static String trust(CertificateAuthority of) {
    return "--cassandraTlsTrust=file:" + of.trust();
  }

  private static String key() {
    return "--cassandraTlsKey=file:" + stack.cassandra().tls().orElseThrow().client().pem();
  }
}
