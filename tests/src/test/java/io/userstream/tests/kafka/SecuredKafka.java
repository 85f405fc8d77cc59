package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.model.UserJson;
import io.userstream.pipelines.cli.Userstream;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.IssuedCertificate;
import io.userstream.tests.stack.KafkaListener;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A Kafka with a listener for each login, and clients of it. The other servers are those of the
 * shared stack.
 */
public final class SecuredKafka extends ExternalResource {
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
  private String out = "";
  private String err = "";

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
    return "--kafkaConfig="
        + file(
            "sasl.mechanism=SCRAM-SHA-512\n"
                + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                + " required username=\""
                + USER
                + "\" password=\"${file:"
                + file(password)
                + "}\";\n");
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

  /** Returns what the last command wrote to stdout. */
  String out() {
    return out;
  }

  /** Returns what the last command wrote to stderr. */
  String err() {
    return err;
  }

  /** Returns the options of a command for a topic, a group and a keyspace of this name. */
  List<String> arguments(String servers, String command, String name, List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--bootstrapServers=" + servers, "--topic=" + name));
    if (List.of("setup", "store", "reconcile").contains(command)) {
      arguments.add("--cassandraHosts=" + SharedStack.get().cassandraHost());
      arguments.add("--cassandraPort=" + SharedStack.get().cassandraPort());
      arguments.add("--cassandraKeyspace=" + name);
    }
    if (List.of("store", "reconcile").contains(command)) {
      arguments.add("--group=" + name + "-store");
    }
    arguments.addAll(more);
    return arguments;
  }

  /** Runs a command in this JVM, and returns its exit code. */
  int run(String servers, String command, String name, List<String> more) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int code =
        new Userstream(
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8))
            .run(arguments(servers, command, name, more).toArray(new String[0]));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  /** Runs a command, which must succeed. */
  void succeed(String servers, String command, String name, List<String> more) {
    int code = run(servers, command, name, more);
    assertThat(err, code, is(0));
  }

  /** Returns a client that may do everything, which the caller closes. */
  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
  }

  FlowRights rights() {
    return new FlowRights(this::admin);
  }

  /** Publishes ten users and a broken record. */
  void publish(String topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (long number = 0; number <= 10; number++) {
        byte[] value = number == 10 ? new byte[] {'x'} : UserJson.write(Publisher.user(number));
        byte[] key = Publisher.id(number).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
      }
    }
  }

  /** Runs the flow as a user with the documented rights, and checks its results. */
  void requireFlow(String servers, String user, String name, List<String> options)
      throws Exception {
    rights().allowFlow(user, name);
    succeed(servers, "setup", name, options);
    publish(name);
    succeed(servers, "store", name, with(options, "--until=drained"));
    assertThat(out, out.contains("stored: records=11"), is(true));
    succeed(servers, "reconcile", name, options);
    assertThat(out, out.contains("dead=1"), is(true));
    succeed(servers, "tail", name, with(options, "--dlq"));
    assertThat(out.lines().count(), is(1L));
  }

  static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }
}
