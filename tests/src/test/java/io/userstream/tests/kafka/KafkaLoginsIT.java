package io.userstream.tests.kafka;

import static io.userstream.tests.stack.IssuedCertificate.STORE_PASSWORD;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.KafkaConnection;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.options.OptionReader;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.IssuedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.ClassRule;
import org.junit.Test;

/** Runs the flow with each login, as a user with the documented rights. */
public class KafkaLoginsIT {
  @ClassRule public static final SecuredKafka KAFKA = new SecuredKafka();

  @Test
  public void aPasswordOverTls() throws Exception {
    KAFKA.requireFlow(
        KAFKA.servers(SecuredKafka.SCRAM),
        SecuredKafka.USER,
        "scram",
        List.of(KAFKA.trust(), KAFKA.scramLogin(SecuredKafka.PASSWORD)));
  }

  @Test
  public void aClientCertificate() throws Exception {
    IssuedCertificate bob = KAFKA.authority().issue("bob", List.of());
    KAFKA.requireFlow(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "bob",
        "mutual",
        List.of(KAFKA.trust(), "--kafkaTlsKey=file:" + bob.pem()));
  }

  @Test
  public void aToken() throws Exception {
    KAFKA.requireFlow(
        KAFKA.servers(SecuredKafka.TOKENS),
        TokenEndpoint.CLIENT,
        "bearer",
        List.of(KAFKA.trust(), KAFKA.tokenLogin(TokenEndpoint.SECRET)));
  }

  @Test
  public void keyStoresInOptions() throws Exception {
    IssuedCertificate carol = KAFKA.authority().issue("carol", List.of());
    KAFKA.rights().allowFlow("carol", "stores");
    String password = "file:" + KAFKA.file(STORE_PASSWORD);
    KAFKA.succeed(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "setup",
        "stores",
        List.of(
            "--kafkaTlsTrust=file:" + carol.trustStore(),
            "--kafkaTlsTrustPassword=" + password,
            "--kafkaTlsKey=file:" + carol.keyStore(),
            "--kafkaTlsKeyPassword=" + password));
  }

  @Test
  public void pemInProperties() throws Exception {
    IssuedCertificate dave = KAFKA.authority().issue("dave", List.of());
    KAFKA.requireFlow(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "dave",
        "pem",
        List.of(
            "--kafkaConfig="
                + KAFKA.file(
                    "security.protocol=SSL\n"
                        + "ssl.keystore.type=PEM\n"
                        + ("ssl.keystore.key=file:" + dave.key() + "\n")
                        + ("ssl.keystore.certificate.chain=file:" + dave.chain() + "\n")
                        + "ssl.truststore.type=PEM\n"
                        + ("ssl.truststore.certificates=file:" + KAFKA.authority().trust()))));
  }

  @Test
  public void keyStoresInProperties() throws Exception {
    IssuedCertificate erin = KAFKA.authority().issue("erin", List.of());
    KAFKA.rights().allowFlow("erin", "files");
    String password = "file:" + KAFKA.file(STORE_PASSWORD);
    KAFKA.succeed(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "setup",
        "files",
        List.of(
            "--kafkaConfig="
                + KAFKA.file(
                    "security.protocol=SSL\n"
                        + "ssl.keystore.type=PKCS12\n"
                        + ("ssl.keystore.location=" + erin.keyStore() + "\n")
                        + ("ssl.keystore.password=" + password + "\n")
                        + "ssl.truststore.type=PKCS12\n"
                        + ("ssl.truststore.location=" + erin.trustStore() + "\n")
                        + ("ssl.truststore.password=" + password + "\n"))));
  }

  @Test
  public void newConnectionsUseRenewedCertificates() throws Exception {
    Path option = KAFKA.directory().resolve("option.pem");
    Path property = KAFKA.directory().resolve("property.pem");
    Path before = KAFKA.authority().issue("before", List.of()).pem();
    Files.copy(before, option);
    Files.copy(before, property);
    try (Admin all = KAFKA.admin()) {
      all.createTopics(List.of(new NewTopic("renewed", 1, (short) 1))).all().get();
    }
    // Only the user of the renewed certificate may describe the topic.
    KAFKA.rights().allowDescribe("after", "renewed");
    try (Admin withOption = admin(KAFKA.trust(), "--kafkaTlsKey=file:" + option);
        Admin withProperty =
            admin(
                "--kafkaConfig="
                    + KAFKA.file(
                        "security.protocol=SSL\n"
                            + "ssl.keystore.type=PEM\n"
                            + ("ssl.keystore.location=" + property + "\n")
                            + "ssl.truststore.type=PEM\n"
                            + ("ssl.truststore.location=" + KAFKA.authority().trust())))) {
      Path after = KAFKA.authority().issue("after", List.of()).pem();
      Files.copy(after, option, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(after, property, StandardCopyOption.REPLACE_EXISTING);
      KAFKA.stack().kafka().node(1).stop();
      KAFKA.stack().kafka().startAll();

      requireDescribes(withOption);
      requireDescribes(withProperty);
    }
  }

  private static Admin admin(String... more) throws Exception {
    List<String> arguments =
        SecuredKafka.with(
            List.of("--bootstrapServers=" + KAFKA.servers(SecuredKafka.MUTUAL)), more);
    KafkaOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).as(KafkaOptions.class);
    OptionReader reader = new OptionReader();
    KafkaConnection kafka = KafkaConnection.read(options, reader);
    assertThat(reader.problems(), is(empty()));
    return kafka.await(Duration.ofSeconds(30));
  }

  private static void requireDescribes(Admin admin) {
    Await.until(
        "a new connection uses the renewed certificate",
        Duration.ofSeconds(30),
        () -> admin.describeTopics(List.of("renewed")).allTopicNames().get(),
        found -> found.size() == 1);
  }
}
