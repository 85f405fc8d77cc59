package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.Refusal;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks the jobs with a registry that accepts only TLS. */
public class RegistryTlsIT {
  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static CertificateAuthority authority;
  private static LocalStack registry;

  private final Flow flow = Flow.on(SharedStack.get(), "registrytls");

  @BeforeClass
  public static void start() {
    authority = CertificateAuthority.create(FOLDER.getRoot().toPath(), "ours");
    registry =
        LocalStack.builder()
            .name("registry-tls")
            .kafkaNodes(0)
            .cassandra(false)
            .schemaRegistryTls(authority)
            .start();
  }

  @AfterClass
  public static void stop() {
    registry.close();
  }

  @Test
  @Category(OnSpark.class)
  public void usersAreWrittenAndReadWithSchemasFromIt() throws IOException {
    String[] options = options(trust(authority));
    flow.setUp(options);
    try (RecordedApi api = RecordedApi.start()) {
      List<String> ingest = new ArrayList<>(List.of(options));
      ingest.addAll(List.of("--source=" + api.url(), "--seed=s", "--users=300"));
      assertThat(flow.run("ingest", ingest.toArray(new String[0])).exitCode(), is(0));
    }
    JobResult store = flow.storeAll(options);
    assertThat(store.err(), store.exitCode(), is(0));
    assertThat(flow.contents().rowIds(), is(flow.contents().keys()));
  }

  @Test
  public void clientsShowTheirCertificate() throws Exception {
    try (TlsTerminator terminator = terminator()) {
      flow.setUp(
          options(
              trust(authority),
              "--schemaRegistry=" + terminator.url(),
              "--schemaRegistryTlsKey=file:" + authority.issue("us", List.of("us")).pem()));
    }
  }

  @Test
  public void clientsWithoutACertificate() throws Exception {
    try (TlsTerminator terminator = terminator()) {
      refused(
          "It rejected the certificate of this client, or the lack of one.",
          trust(authority),
          "--schemaRegistry=" + terminator.url());
    }
  }

  /** Apicurio fixes at its build whether it requires certificates. */
  private static TlsTerminator terminator() throws Exception {
    return TlsTerminator.before(
        URI.create(SharedStack.get().schemaRegistry().url()),
        authority,
        FOLDER.newFolder().toPath());
  }

  @Test
  public void clientsThatTrustAnotherAuthority() {
    CertificateAuthority wrong = CertificateAuthority.create(FOLDER.getRoot().toPath(), "wrong");
    refused("Its certificate is not signed by a trusted authority.", trust(wrong));
  }

  @Test
  public void anotherHostName() {
    refused(
        "Its certificate is issued for other host names.",
        trust(authority),
        "--schemaRegistry=" + registry.schemaRegistry().url().replace("127.0.0.1", "localhost"));
  }

  private void refused(String reason, String... options) {
    JobResult unused =
        Refusal.of("Schema registry at ", reason, () -> flow.run("setup", options(options)));
  }

  private static String[] options(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    if (options.stream().noneMatch(option -> option.startsWith("--schemaRegistry="))) {
      options.add("--schemaRegistry=" + registry.schemaRegistry().url());
    }
    return options.toArray(new String[0]);
  }

  private static String trust(CertificateAuthority of) {
    return "--schemaRegistryTlsTrust=file:" + of.trust();
  }
}
