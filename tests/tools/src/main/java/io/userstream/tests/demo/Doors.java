package io.userstream.tests.demo;

import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.CertificateAuthority;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.io.IOException;
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
  private final Jobs jobs;
  private final String source;
  private final StackUsers users;
  private final Path wrongPassword;
  private final CertificateAuthority theirs;
  private final List<Door> doors = new ArrayList<>();

  private Doors(LocalStack stack, Jobs jobs, String source) throws IOException {
    this.stack = stack;
    this.jobs = jobs;
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
    Doors all = new Doors(stack, jobs, source);
    all.kafka();
    all.cassandra();
    all.postgres();
    all.registry();
    return List.copyOf(all.doors);
  }

  private void kafka() throws IOException {
    String servers = stack.kafka().bootstrapServers(StackUsers.LISTENER);
    String address = "--bootstrapServers=" + servers;
    door(KAFKA, "no TLS", "tail", "It uses TLS on this port", "--kafka");
    door(KAFKA, "no password", "tail", "It requires a login", "--kafkaConfig");
    door(
        KAFKA,
        "a wrong password",
        "tail",
        "rejected the login",
        "--kafkaConfig=" + file("wrong.properties", StackUsers.kafkaLogin("tail", wrongPassword)));
    door(
        KAFKA,
        "another authority",
        "tail",
        WRONG_AUTHORITY,
        "--kafkaTlsTrust=file:" + theirs.trust());
    door(KAFKA, "another host name", "tail", OTHER_HOST, address.replace("localhost", "127.0.0.1"));
    door(
        KAFKA,
        "a user without the right",
        "store",
        "denies its user access",
        users.kafka(stack, "ingest").toArray(new String[0]));
    door(
        KAFKA,
        "no certificate, at the listener of the nodes",
        "tail",
        REJECTED,
        "--kafkaConfig",
        "--bootstrapServers=" + stack.bootstrapServers());
  }

  /** Writes a file of the burglar. */
  private Path file(String name, String text) throws IOException {
    return Files.writeString(wrongPassword.resolveSibling(name), text);
  }

  private void cassandra() throws IOException {
    String key = "--cassandraTlsKey=file:";
    door(CASSANDRA, "no TLS", "store", "It uses TLS, but the job does not", "--cassandraTls");
    door(
        CASSANDRA,
        "no password",
        "store",
        "requires a login",
        "--cassandraUsername",
        "--cassandraPassword");
    door(
        CASSANDRA,
        "a wrong password",
        "store",
        "rejected the login of user store",
        "--cassandraPassword=file:" + wrongPassword);
    door(
        CASSANDRA,
        "the default user",
        "store",
        "rejected the login of user " + CassandraNode.SUPERUSER,
        "--cassandraUsername=" + CassandraNode.SUPERUSER,
        "--cassandraPassword=file:" + file("default.password", CassandraNode.SUPERUSER_PASSWORD));
    door(CASSANDRA, "no certificate", "store", REJECTED, "--cassandraTlsKey");
    door(
        CASSANDRA,
        "a certificate of another authority",
        "store",
        REJECTED,
        key + theirs.issue("store", List.of()).pem());
    door(
        CASSANDRA,
        "an expired certificate",
        "store",
        REJECTED,
        key + users.authority().issueExpired("expired", List.of()).pem());
    door(
        CASSANDRA,
        "another authority",
        "store",
        WRONG_AUTHORITY,
        "--cassandraTlsTrust=file:" + theirs.trust());
    door(CASSANDRA, "another host name", "store", OTHER_HOST, "--cassandraHosts=localhost");
    door(
        CASSANDRA,
        "a user without the right",
        "setup",
        "denies its user access: User store has no CREATE permission",
        "--cassandraKeyspace=burglary",
        "--cassandraUsername=store",
        "--cassandraPassword=file:" + users.password("store"));
  }

  private void postgres() {
    String url = stack.postgres().url(Jobs.DATABASE);
    String key = "--rawStoreTlsKey=file:";
    door(
        POSTGRES,
        "no TLS",
        "publish",
        "It requires TLS from this client.",
        "--rawStoreTls",
        "--rawStore=" + url + "?sslmode=disable");
    door(
        POSTGRES,
        "a wrong password",
        "publish",
        "rejected the login of user publish",
        "--rawStorePassword=file:" + wrongPassword);
    door(
        POSTGRES,
        "no certificate",
        "publish",
        "It requires a client certificate.",
        "--rawStoreTlsKey");
    door(
        POSTGRES,
        "the certificate of another user",
        "publish",
        "must also be the user name",
        key + users.issue("tail").pem());
    door(
        POSTGRES,
        "an expired certificate",
        "publish",
        REJECTED,
        key + users.authority().issueExpired("expired", List.of()).pem());
    door(
        POSTGRES,
        "another authority",
        "publish",
        WRONG_AUTHORITY,
        "--rawStoreTlsTrust=file:" + theirs.trust());
    door(
        POSTGRES,
        "another host name",
        "publish",
        OTHER_HOST,
        "--rawStore=" + url.replace("127.0.0.1", "localhost"));
    door(
        POSTGRES,
        "a user without the right",
        "ingest",
        "permission denied",
        "--source=" + source,
        "--seed=burglary",
        "--users=1",
        "--rawStoreUsername=reconcile",
        "--rawStorePassword=file:" + users.password("reconcile"),
        key + users.issue("reconcile").pem());
  }

  private void registry() throws IOException {
    String url = stack.schemaRegistry().url();
    door(REGISTRY, "no token", "setup", "rejected the login", "--schemaRegistryToken");
    door(
        REGISTRY,
        "a forged token",
        "setup",
        "rejected the login: fix --schemaRegistryToken",
        "--schemaRegistryToken=file:" + forgedToken());
    door(
        REGISTRY,
        "another authority",
        "setup",
        WRONG_AUTHORITY,
        "--schemaRegistryTlsTrust=file:" + theirs.trust());
    door(
        REGISTRY,
        "another host name",
        "setup",
        OTHER_HOST,
        "--schemaRegistry=" + url.replace("127.0.0.1", "localhost"));
    door(
        REGISTRY,
        "a user without the right",
        "setup",
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
      String server, String attempt, String command, String cause, String... changes) {
    doors.add(
        new Door(server, attempt, command, Door.changed(jobs.options(command), changes), cause));
  }
}
