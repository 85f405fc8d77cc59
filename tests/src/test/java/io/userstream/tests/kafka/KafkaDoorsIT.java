package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.stack.CertificateAuthority;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;

/** Checks that Kafka refuses wrong clients, and that the job says within seconds why. */
public class KafkaDoorsIT {
  @ClassRule public static final SecuredKafka KAFKA = new SecuredKafka();

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  public void aWrongPassword() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "rejected the login of user alice: fix the user and password",
        KAFKA.trust(),
        KAFKA.scramLogin("marked-wrong-password"));
    assertThat(KAFKA.err(), not(containsString("marked-wrong-password")));
  }

  @Test
  public void aWrongSecretForTokens() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.TOKENS),
        "(The response code 401). Fix the client id and secret",
        KAFKA.trust(),
        KAFKA.tokenLogin("marked-wrong-secret"));
    assertThat(KAFKA.err(), not(containsString("marked-wrong-secret")));
  }

  @Test
  public void noCredentials() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "It requires a login on this port. Set security.protocol=SASL_SSL, sasl.jaas.config and"
            + " sasl.mechanism (SCRAM-SHA-512)",
        KAFKA.trust());
  }

  @Test
  public void aLoginThatTheListenerDoesNotKnow() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "rejected sasl.mechanism",
        KAFKA.trust(),
        "--kafkaConfig="
            + KAFKA.file(
                "sasl.mechanism=PLAIN\n"
                    + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                    + " required username='u' password='p';\n"));
  }

  @Test
  public void aClientWithoutTlsAtAListenerWithTls() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "It uses TLS on this port, but the job does not. Set --kafkaTlsTrust");
  }

  @Test
  public void aClientWithTlsAtAListenerWithoutTls() throws Exception {
    refused(
        KAFKA.stack().bootstrapServers(),
        "It does not use TLS on this port, but the job does.",
        KAFKA.trust());
  }

  @Test
  public void anotherAuthority() throws Exception {
    CertificateAuthority other = CertificateAuthority.create(KAFKA.directory(), "other");
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "Its certificate is not signed by a trusted authority. Set --kafkaTlsTrust",
        "--kafkaTlsTrust=file:" + other.trust(),
        KAFKA.scramLogin(SecuredKafka.PASSWORD));
  }

  @Test
  public void anExpiredCertificate() throws Exception {
    refused(KAFKA.servers(SecuredKafka.EXPIRED), "Its certificate has expired.", KAFKA.trust());
  }

  @Test
  public void anotherHostName() throws Exception {
    String address = KAFKA.servers(SecuredKafka.SCRAM).replace("localhost", "127.0.0.1");
    refused(
        address,
        "Its certificate is issued for other host names.",
        KAFKA.trust(),
        KAFKA.scramLogin(SecuredKafka.PASSWORD));
  }

  @Test
  public void noClientCertificate() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "It rejected the certificate of this client, or the lack of one. Set --kafkaTlsKey",
        KAFKA.trust());
  }

  @Test
  public void aClientCertificateOfAnotherAuthority() throws Exception {
    CertificateAuthority other = CertificateAuthority.create(KAFKA.directory(), "strange");
    refused(
        KAFKA.servers(SecuredKafka.MUTUAL),
        "It rejected the certificate of this client",
        KAFKA.trust(),
        "--kafkaTlsKey=file:" + other.issue("mallory", List.of()).pem());
  }

  @Test
  public void aUserWithoutTheRight() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "its user needs the right DESCRIBE on topic forbidden.",
        KAFKA.trust(),
        KAFKA.scramLogin(SecuredKafka.PASSWORD));
  }

  @Test
  public void aKeyStoreThatIsMissing() throws Exception {
    refused(
        KAFKA.servers(SecuredKafka.SCRAM),
        "ssl.truststore.location=/no/store.p12 on host ",
        "--kafkaConfig="
            + KAFKA.file("security.protocol=SSL\nssl.truststore.location=/no/store.p12\n"));
  }

  private static void refused(String servers, String reason, String... options) {
    long start = System.nanoTime();
    int code = KAFKA.run(servers, "tail", "forbidden", List.of(options));
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(KAFKA.err(), containsString(reason));
    assertThat(code, is(1));
    assertThat(KAFKA.err(), not(containsString("\tat ")));
    assertThat(took, lessThan(LIMIT));
  }
}
