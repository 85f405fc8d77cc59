package io.userstream.tests.stack;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The users of a {@linkplain LocalStackBuilder#secured secured stack}: one for each command, and an
 * administrator. Their certificates, random passwords and tokens are files. The servers know the
 * administrator from the start. Immutable, except that certificates can be replaced.
 */
public final class StackUsers {
  /** May do everything on every server. */
  public static final String ADMIN = "admin";

  /** The commands, which are also the names of their users. */
  public static final ImmutableList<String> COMMANDS =
      ImmutableList.of(
          "setup", "ingest", "publish", "store", "replay", "pause", "resume", "reconcile", "tail");

  /** Kafka's listener for the users of commands. */
  public static final String LISTENER = "USERS";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;
  private final CertificateAuthority authority;
  private final RegistryTokens tokens = new RegistryTokens();
  private final String sparkSecret = secret();

  private StackUsers(Path directory) {
    this.directory = directory;
    this.authority = CertificateAuthority.create(directory, "userstream");
  }

  /**
   * Makes certificates, passwords and tokens.
   *
   * @param directory receives the files; only its owner can enter it
   */
  public static StackUsers create(Path directory) {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StackUsers users = new StackUsers(directory);
    for (String user : everybody()) {
      users.write(user + ".password", secret());
      users.write(user + ".token", users.tokens.of(user));
      users.write(user + ".properties", kafkaLogin(user, users.password(user)));
      users.issue(user);
    }
    return users;
  }

  /** Returns the authority that issued all certificates. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** Returns the file with the password of a user, the same on every server. */
  public Path password(String user) {
    return directory.resolve(user + ".password");
  }

  /** Returns the file with the token of a user for the registry. */
  public Path token(String user) {
    return directory.resolve(user + ".token");
  }

  /** Returns the content of the file of a password or a token. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> everybody() {
    return Stream.concat(Stream.of(ADMIN), COMMANDS.stream()).toList();
  }

  /** Returns every password, token and other secret of the stack, for searches. */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>(List.of(sparkSecret));
    for (String user : everybody()) {
      secrets.add(text(password(user)));
      secrets.add(text(token(user)));
    }
    return secrets;
  }

  /** Replaces the certificate of a user, and returns it. */
  public IssuedCertificate issue(String user) {
    return authority.issue(user, List.of());
  }

  /** Replaces the certificates of Kafka and all users. */
  void renewCertificates() {
    issueForKafkaUsers();
    issueForKafkaNodes();
    everybody().forEach(this::issue);
  }

  private IssuedCertificate issueForKafkaUsers() {
    return authority.issue("kafka-users", List.of("localhost"));
  }

  private IssuedCertificate issueForKafkaNodes() {
    return authority.issue("kafka", List.of("127.0.0.1"));
  }

  /** Returns the public key of the tokens, for the registry. */
  String tokenKey() {
    return tokens.publicKey();
  }

  /** Describes the listener on which the users log in with passwords. */
  KafkaListener listener() {
    return KafkaListener.scram(LISTENER, issueForKafkaUsers());
  }

  /** Returns Kafka's settings: nodes and the administrator show certificates to each other. */
  Map<String, String> kafkaSettings() {
    IssuedCertificate node = issueForKafkaNodes();
    Map<String, String> settings = new TreeMap<>();
    for (KafkaListener listener :
        List.of(
            KafkaListener.mutualTls("PLAINTEXT", node, authority),
            KafkaListener.mutualTls("CONTROLLER", node, authority))) {
      listener.addSettings(settings);
    }
    settings.put(
        "listener.security.protocol.map", "CONTROLLER:SSL,PLAINTEXT:SSL," + LISTENER + ":SASL_SSL");
    settings.put("super.users", "User:kafka;User:" + ADMIN);
    return settings;
  }

  /** Returns the properties with which the administrator's Kafka clients authenticate. */
  Map<String, String> kafkaAdmin() {
    return Map.of(
        "security.protocol", "SSL",
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", authority.trust().toString(),
        "ssl.keystore.type", "PEM",
        "ssl.keystore.location", directory.resolve(ADMIN + ".pem").toString());
  }

  /** Returns the options with which a command of its user reaches Kafka. */
  public List<String> kafka(LocalStack stack, String command) {
    return List.of(
        "--bootstrapServers=" + stack.kafka().bootstrapServers(LISTENER),
        "--kafkaConfig=" + directory.resolve(command + ".properties"),
        "--kafkaTlsTrust=file:" + authority.trust());
  }

  /** Returns the options with which a command of its user reaches Cassandra. */
  public List<String> cassandra(LocalStack stack, String command) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--cassandraHosts=" + stack.cassandraHost(),
                "--cassandraPort=" + stack.cassandraPort(),
                "--cassandraUsername=" + command,
                "--cassandraPassword=file:" + password(command)));
    stack.cassandra().tls().ifPresent(tls -> options.addAll(tls.jobOptions()));
    return options;
  }

  /** Returns the options with which a command of its user reaches the registry. */
  public List<String> registry(LocalStack stack, String command) {
    return List.of(
        "--schemaRegistry=" + stack.schemaRegistry().url(),
        "--schemaRegistryTlsTrust=file:" + authority.trust(),
        "--schemaRegistryToken=file:" + token(command));
  }

  /** Returns the options with which a command of its user reaches a database. */
  public List<String> rawStore(LocalStack stack, String database, String command) {
    return List.of(
        "--rawStore=" + stack.postgres().url(database),
        "--rawStoreUsername=" + command,
        "--rawStorePassword=file:" + password(command),
        "--rawStoreTlsTrust=file:" + authority.trust(),
        "--rawStoreTlsKey=file:" + directory.resolve(command + ".pem"));
  }

  /** Returns Spark's settings: its processes know a secret and encrypt what they send and spill. */
  Map<String, String> spark() {
    return Map.of(
        "spark.authenticate", "true",
        "spark.authenticate.secret", sparkSecret,
        "spark.network.crypto.enabled", "true",
        "spark.io.encryption.enabled", "true");
  }

  private static String secret() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /**
   * Returns the client properties of a login at a {@linkplain KafkaListener#scram SCRAM listener}.
   *
   * @param password the file with the password
   */
  public static String kafkaLogin(String user, Path password) {
    return String.format(
        Locale.ROOT,
        """
        sasl.mechanism=SCRAM-SHA-512
        sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
          username="%s" password="${file:%s}";
        """,
        user,
        password);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
