package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.IssuedCertificate;
import io.userstream.tests.stack.KafkaListener;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.rules.TemporaryFolder;

/**
 * A Kafka with a listener for each login, and clients of it. The other servers are those of the
 * shared stack.
 */
public final class SecuredKafka extends CommandRun {
  /** Listeners, besides the one without TLS, whose clients may do everything. */
  static final String SCRAM = "SCRAM";

  static final String MUTUAL = "MUTUAL";
  static final String TOKENS = "TOKENS";
  static final String EXPIRED = "EXPIRED";

  static final String USER = "alice";

  /** Contains what a login must quote. */
  static final String PASSWORD = "of\"alice\\";

  private final TemporaryFolder folder = new TemporaryFolder();
  private CertificateAuthority authority;
  private TokenEndpoint tokens;
  private LocalStack stack;

  @Override
  protected void before() throws IOException {
    folder.create();
    authority = CertificateAuthority.create(directory(), "userstream");
    IssuedCertificate broker = authority.issue("kafka", List.of("localhost"));
    tokens = TokenEndpoint.start();
    String keys = tokens.writeKeys(directory().resolve("keys.json")).toUri().toString();
    stack =
        LocalStack.builder()
            .name("secured")
            .cassandra(false)
            .kafkaListener(KafkaListener.scram(SCRAM, broker))
            .kafkaListener(KafkaListener.mutualTls(MUTUAL, broker, authority))
            .kafkaListener(
                KafkaListener.tls(EXPIRED, authority.issueExpired("expired", List.of("localhost"))))
            .kafkaListener(
                KafkaListener.oauthBearer(
                    TOKENS, broker, keys, TokenEndpoint.ISSUER, TokenEndpoint.AUDIENCE))
            .kafkaJvmOption("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keys)
            .kafkaScramUser(USER, PASSWORD)
            .start();
  }

  @Override
  protected void after() {
    if (stack != null) {
      stack.close();
    }
    if (tokens != null) {
      tokens.close();
    }
    folder.delete();
  }

  LocalStack stack() {
    return stack;
  }

  CertificateAuthority authority() {
    return authority;
  }

  Path directory() {
    return folder.getRoot().toPath();
  }

  String servers(String listener) {
    return stack.kafka().bootstrapServers(listener);
  }

  /** Returns a new file with a text, such as a password or properties. */
  Path file(String text) throws IOException {
    return Files.writeString(folder.newFile().toPath(), text);
  }

  /** Returns the option for a login with SCRAM whose password is in a file. */
  String scramLogin(String password) throws IOException {
    return "--kafkaConfig=" + file(StackUsers.kafkaLogin(USER, file(password)));
  }

  /** Returns the option for a login with tokens. */
  String tokenLogin(String secret) throws IOException {
    return "--kafkaConfig="
        + file(
            "sasl.mechanism=OAUTHBEARER\n"
                + "sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer"
                + ".OAuthBearerLoginCallbackHandler\n"
                + ("sasl.oauthbearer.token.endpoint.url=" + tokens.url() + "\n")
                + "sasl.jaas.config=org.apache.kafka.common.security.oauthbearer"
                + ".OAuthBearerLoginModule required"
                + (" clientId=\"" + TokenEndpoint.CLIENT + "\"")
                + (" clientSecret=\"${file:" + file(secret) + "}\";\n"));
  }

  String trust() {
    return "--kafkaTlsTrust=file:" + authority.trust();
  }

  @Override
  Map<String, Object> client() {
    return stack.kafkaClient();
  }

  /** Returns a client that may do everything, which the caller closes. */
  Admin admin() {
    return Admin.create(client());
  }

  FlowRights rights() {
    return new FlowRights(this::admin);
  }

  /** Runs the flow as a user with the documented rights, and checks its results. */
  void requireFlow(String servers, String user, String name, List<String> options)
      throws Exception {
    rights().allowFlow(user, name);
    succeed(servers, "setup", name, options);
    publish(name);
    succeed(servers, "store", name, with(options, "--until=drained"));
    assertThat(out(), out().contains("stored: records=11"), is(true));
    succeed(servers, "reconcile", name, options);
    assertThat(out(), out().contains("dead=1"), is(true));
    succeed(servers, "tail", name, with(options, "--dlq"));
    assertThat(out().lines().count(), is(1L));
  }

  static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }
}
