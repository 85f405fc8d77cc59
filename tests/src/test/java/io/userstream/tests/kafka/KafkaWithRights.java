package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.model.UserJson;
import io.userstream.pipelines.cli.Userstream;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.KafkaLogin;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * A Kafka that checks ACLs, with an administrator and a user without rights. Runs commands as one
 * of them; the other servers are those of the shared stack.
 */
public final class KafkaWithRights extends ExternalResource {
  static final String ADMIN = "admin";
  static final String USER = "userstream";

  private final TemporaryFolder folder = new TemporaryFolder();
  private LocalStack stack;
  private String out = "";
  private String err = "";

  @Override
  protected void before() throws IOException {
    folder.create();
    stack =
        LocalStack.builder()
            .name("rights")
            .cassandra(false)
            .kafkaAcls(ADMIN, USER)
            // The brokers' own default.
            .kafkaSetting("group.min.session.timeout.ms", "6000")
            .kafkaSetting("create.topic.policy.class.name", SmallMessagesPolicy.class.getName())
            .kafkaClass(SmallMessagesPolicy.class)
            .start();
  }

  @Override
  protected void after() {
    stack.close();
    folder.delete();
  }

  /** Returns what the last command wrote to stdout. */
  String out() {
    return out;
  }

  /** Returns what the last command wrote to stderr. */
  String err() {
    return err;
  }

  void revokeAll() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }
  }

  /** Runs a command for a topic, a group and a keyspace of this name, and returns its exit code. */
  int run(String user, String command, String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--bootstrapServers=" + stack.bootstrapServers(),
                "--kafkaConfig=" + config(user),
                "--topic=" + name));
    if (List.of("setup", "store", "reconcile").contains(command)) {
      arguments.add("--cassandraHosts=" + SharedStack.get().cassandraHost());
      arguments.add("--cassandraPort=" + SharedStack.get().cassandraPort());
      arguments.add("--cassandraKeyspace=" + name);
    }
    if (List.of("store", "reconcile").contains(command)) {
      arguments.add("--group=" + name + "-store");
    }
    Collections.addAll(arguments, more);
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int code =
        new Userstream(
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8))
            .run(arguments.toArray(new String[0]));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  /** Runs a command, which must succeed. */
  void succeed(String user, String command, String name, String... more) throws IOException {
    int code = run(user, command, name, more);
    assertThat(err, code, is(0));
  }

  private Path config(String user) throws IOException {
    Path file = folder.newFile().toPath();
    return Files.write(
        file,
        KafkaLogin.of(user).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
  }

  private Map<String, Object> client() {
    Map<String, Object> properties = new HashMap<>(KafkaLogin.of(ADMIN));
    properties.put("bootstrap.servers", stack.bootstrapServers());
    return properties;
  }

  /** Returns a client of the administrator, which the caller closes. */
  Admin admin() {
    return Admin.create(client());
  }

  /** Publishes ten users and a broken record. */
  void publish(String topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long number = 0; number < 10; number++) {
        send(producer, topic, number, UserJson.write(Publisher.user(number)));
      }
      send(producer, topic, 10, new byte[] {'x'});
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, long number, byte[] value) {
    byte[] key = Publisher.id(number).getBytes(StandardCharsets.UTF_8);
    var unused = producer.send(new ProducerRecord<>(topic, key, value));
  }

  /** Grants the user rights on a topic. */
  void allow(String topic, AclOperation... operations) throws Exception {
    allow(ResourceType.TOPIC, topic, operations);
  }

  /** Grants the user rights on a group. */
  void allowGroup(String group, AclOperation... operations) throws Exception {
    allow(ResourceType.GROUP, group, operations);
  }

  private void allow(ResourceType type, String name, AclOperation... operations) throws Exception {
    List<AclBinding> acls = new ArrayList<>();
    for (AclOperation operation : operations) {
      acls.add(
          new AclBinding(
              new ResourcePattern(type, name, PatternType.LITERAL),
              new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)));
    }
    try (Admin admin = admin()) {
      admin.createAcls(acls).all().get();
    }
  }
}
