package io.userstream.tests.demo;

import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The doors of a secured stack: every wrong way to reach each of its servers. */
final class Doors {
  private static final String KAFKA = "Kafka ";
  private static final String CASSANDRA = "Cassandra ";
  private static final String POSTGRES = "PostgreSQL ";
  private static final String REGISTRY = "Schema registry ";

  private static final String WRONG_AUTHORITY =
      "Its certificate is not signed by a trusted authority.";
  private static final String OTHER_HOST = "Its certificate is issued for other host names.";
  private static final String REJECTED = "It rejected the certificate of this client";

  private final LocalStack stack;
  private final String source;
  private final StackUsers users;
  private final Path wrongPassword;
  private final CertificateAuthority theirs;
  private final List<Door> doors = new ArrayList<>();

  private Doors(LocalStack stack, String source) throws IOException {
    this.stack = stack;
    this.source = source;
    this.users = stack.users().orElseThrow();
    Path folder = Files.createDirectories(stack.directory().resolve("burglar"));
    wrongPassword = Files.writeString(folder.resolve("wrong.password"), "wrong");
    theirs = CertificateAuthority.create(folder, "theirs");
  }

  /**
   * Returns the doors of a stack that is set up.
   *
   * @param source the API
   */
  static List<Door> of(LocalStack stack, Jobs jobs, String source) throws IOException {
    Doors all = new Doors(stack, source);
    all.kafka();
    all.cassandra(jobs);
    all.postgres(jobs);
    all.registry(jobs);
    return List.copyOf(all.doors);
  }

  private void kafka() throws IOException {
    List<String> tail = users.kafka(stack, "tail");
    String plain = "--bootstrapServers=" + stack.kafka().bootstrapServers(StackUsers.LISTENER);
    door(KAFKA, "no TLS", "tail", Door.changed(List.of(plain)), "It uses TLS on this port");
    door(KAFKA, "no password", "tail", Door.changed(tail, "--kafkaConfig"), "It requires a login");
    door(
        KAFKA,
        "a wrong password",
        "tail",
        Door.changed(tail, "--kafkaConfig=" + wrongLogin()),
        "rejected the login");
    door(
        KAFKA,
        "another authority",
        "tail",
        Door.changed(tail, "--kafkaTlsTrust=file:" + theirs.trust()),
        WRONG_AUTHORITY);
    door(
        KAFKA,
        "another host name",
        "tail",
        Door.changed(tail, plain.replace("localhost", "127.0.0.1")),
        OTHER_HOST);
    door(
        KAFKA,
        "a user without the right",
        "store",
        Door.changed(
            users.cassandra(stack, "store"), users.kafka(stack, "ingest").toArray(new String[0])),
        "denies its user access");
    door(
        KAFKA,
        "no certificate, at the listener of the nodes",
        "tail",
        Door.changed(tail, "--kafkaConfig", "--bootstrapServers=" + stack.bootstrapServers()),
        REJECTED);
  }

  private Path wrongLogin() throws IOException {
    return Files.writeString(
        wrongPassword.resolveSibling("wrong.properties"),
        "sasl.mechanism=SCRAM-SHA-512\n"
            + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
            + (" username=\"tail\" password=\"${file:" + wrongPassword + "}\";\n"));
  }

  private void cassandra(Jobs jobs) {
    List<String> store = jobs.options("store");
    String key = "--cassandraTlsKey=file:";
    door(CASSANDRA, "no TLS", store, "It uses TLS, but the job does not", "--cassandraTls");
    door(
        CASSANDRA,
        "no password",
        store,
        "requires a login",
        "--cassandraUsername",
        "--cassandraPassword");
    door(
        CASSANDRA,
        "a wrong password",
        store,
        "rejected the login of user store",
        "--cassandraPassword=file:" + wrongPassword);
    door(
        CASSANDRA,
        "the default user",
        store,
        "rejected the login of user " + CassandraNode.SUPERUSER,
        "--cassandraUsername=" + CassandraNode.SUPERUSER,
        "--cassandraPassword=file:" + defaultPassword());
    door(CASSANDRA, "no certificate", store, REJECTED, "--cassandraTlsKey");
    door(
        CASSANDRA,
        "a certificate of another authority",
        store,
        REJECTED,
        key + theirs.issue("store", List.of()).pem());
    door(
        CASSANDRA,
        "an expired certificate",
        store,
        REJECTED,
        key + users.authority().issueExpired("expired", List.of()).pem());
    door(
        CASSANDRA,
        "another authority",
        store,
        WRONG_AUTHORITY,
        "--cassandraTlsTrust=file:" + theirs.trust());
    door(CASSANDRA, "another host name", store, OTHER_HOST, "--cassandraHosts=localhost");
    doorOf(
        "setup",
        CASSANDRA,
        "a user without the right",
        jobs.options("setup"),
        "denies its user access: User store has no CREATE permission",
        "--cassandraKeyspace=burglary",
        "--cassandraUsername=store",
        "--cassandraPassword=file:" + users.password("store"));
  }

  private Path defaultPassword() {
    try {
      return Files.writeString(
          wrongPassword.resolveSibling("default.password"), CassandraNode.SUPERUSER_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void postgres(Jobs jobs) {
    List<String> publish = jobs.options("publish");
    String url = stack.postgres().url(Jobs.DATABASE);
    String key = "--rawStoreTlsKey=file:";
    doorOf(
        "publish",
        POSTGRES,
        "no TLS",
        publish,
        "It requires TLS from this client.",
        "--rawStoreTls",
        "--rawStore=" + url + "?sslmode=disable");
    doorOf(
        "publish",
        POSTGRES,
        "a wrong password",
        publish,
        "rejected the login of user publish",
        "--rawStorePassword=file:" + wrongPassword);
    doorOf(
        "publish",
        POSTGRES,
        "no certificate",
        publish,
        "It requires a client certificate.",
        "--rawStoreTlsKey");
    doorOf(
        "publish",
        POSTGRES,
        "the certificate of another user",
        publish,
        "must be the user name",
        key + users.issue("tail").pem());
    doorOf(
        "publish",
        POSTGRES,
        "an expired certificate",
        publish,
        REJECTED,
        key + users.authority().issueExpired("expired", List.of()).pem());
    doorOf(
        "publish",
        POSTGRES,
        "another authority",
        publish,
        WRONG_AUTHORITY,
        "--rawStoreTlsTrust=file:" + theirs.trust());
    doorOf(
        "publish",
        POSTGRES,
        "another host name",
        publish,
        OTHER_HOST,
        "--rawStore=" + url.replace("127.0.0.1", "localhost"));
    doorOf(
        "ingest",
        POSTGRES,
        "a user without the right",
        jobs.options("ingest"),
        "permission denied",
        "--source=" + source,
        "--seed=burglary",
        "--users=1",
        "--rawStoreUsername=reconcile",
        "--rawStorePassword=file:" + users.password("reconcile"),
        key + users.issue("reconcile").pem());
  }

  private void registry(Jobs jobs) throws IOException {
    List<String> setup = jobs.options("setup");
    String url = stack.schemaRegistry().url();
    doorOf("setup", REGISTRY, "no token", setup, "rejected the login", "--schemaRegistryToken");
    doorOf(
        "setup",
        REGISTRY,
        "a forged token",
        setup,
        "rejected the login: fix --schemaRegistryToken",
        "--schemaRegistryToken=file:" + forgedToken());
    doorOf(
        "setup",
        REGISTRY,
        "another authority",
        setup,
        WRONG_AUTHORITY,
        "--schemaRegistryTlsTrust=file:" + theirs.trust());
    doorOf(
        "setup",
        REGISTRY,
        "another host name",
        setup,
        OTHER_HOST,
        "--schemaRegistry=" + url.replace("127.0.0.1", "localhost"));
    doorOf(
        "setup",
        REGISTRY,
        "a user without the right",
        setup,
        "status 403",
        "--topic=burglars_topic",
        "--schemaRegistryToken=file:" + users.token("reconcile"));
  }

  /** Returns a token that is signed with another key. */
  private Path forgedToken() throws IOException {
    Path others = Files.createDirectories(wrongPassword.resolveSibling("others"));
    return StackUsers.create(others).token("setup");
  }

  private void door(
      String server, String attempt, List<String> options, String cause, String... changes) {
    doorOf("store", server, attempt, options, cause, changes);
  }

  private void doorOf(
      String command,
      String server,
      String attempt,
      List<String> options,
      String cause,
      String... changes) {
    door(server, attempt, command, Door.changed(options, changes), cause);
  }

  private void door(
      String server, String attempt, String command, List<String> options, String cause) {
    doors.add(new Door(server, attempt, command, options, cause));
  }
}
