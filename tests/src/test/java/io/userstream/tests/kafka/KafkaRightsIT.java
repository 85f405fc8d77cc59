package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.model.UserJson;
import io.userstream.pipelines.cli.Userstream;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
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
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Runs the commands with exactly the rights that docs/operations.md documents for each, against a
 * Kafka that checks ACLs.
 */
public class KafkaRightsIT {
  private static final String ADMIN = "admin";
  private static final String USER = "userstream";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static LocalStack stack;

  private String out = "";
  private String err = "";

  @BeforeClass
  public static void start() {
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

  @AfterClass
  public static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @After
  public void revokeAll() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }
  }

  @Test
  public void setupOfExistingTopicsNeedsNoRightToCreateThem() throws Exception {
    assertThat(run(ADMIN, "setup", "existing"), is(0));
    allow("existing", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
    allow("existing.dlq", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    assertThat(err, run(USER, "setup", "existing"), is(0));
    assertThat(out, containsString("topic existing: already exists"));
  }

  @Test
  public void setupWithoutRightsNamesThemAndSetsUpTheRest() throws Exception {
    allow("new", AclOperation.DESCRIBE);

    assertThat(run(USER, "setup", "new"), is(1));

    assertThat(err, containsString("its user needs the right CREATE on topic new."));
    assertThat(err, containsString("its user needs the right DESCRIBE on topic new.dlq."));
    assertThat(out, containsString("table new.created_users: created"));
  }

  @Test
  public void aPolicyAgainstLargeMessagesLeavesASmallerDeadLetterTopic() throws Exception {
    assertThat(run(ADMIN, "setup", "policy"), is(0));
    assertThat(run(ADMIN, "setup", "policy"), is(0));

    assertThat(
        out,
        containsString(
            "topic policy.dlq: warning: max.message.bytes is 8388608 and should be at least"
                + " 33554432"));
  }

  @Test
  public void aPolicyAgainstTheTopicIsNamedWithTheCommandThatCreatesIt() throws Exception {
    assertThat(run(ADMIN, "setup", "forbidden"), is(1));

    assertThat(
        err, containsString("a policy of the cluster refused it (this name is not allowed)"));
    assertThat(err, containsString("kafka-topics.sh --create --topic forbidden"));
    assertThat(out, containsString("table forbidden.created_users: created"));
  }

  @Test
  public void storeAndReconcileNeedOnlyTheDocumentedRights() throws Exception {
    assertThat(run(ADMIN, "setup", "least"), is(0));
    publish("least");
    allow("least", AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
    allow("least.dlq", AclOperation.READ, AclOperation.WRITE);
    allowGroup("least-store", AclOperation.READ);

    assertThat(err, run(USER, "store", "least", "--until=drained"), is(0));
    assertThat(out, containsString("stored: records=11"));
    assertThat(err, run(USER, "reconcile", "least"), is(0));
    assertThat(out, containsString("dead=1"));
  }

  @Test
  public void storeWorksWithoutTheRightToReadTheConfiguration() throws Exception {
    assertThat(run(ADMIN, "setup", "unseen"), is(0));
    publish("unseen");
    allow("unseen", AclOperation.READ);
    allow("unseen.dlq", AclOperation.READ, AclOperation.WRITE);
    allowGroup("unseen-store", AclOperation.READ);

    assertThat(err, run(USER, "store", "unseen", "--until=drained"), is(0));
    assertThat(out, containsString("stored: records=11"));
  }

  @Test
  public void recordsTellThatTheyHaveNoAppendTimes() throws Exception {
    assertThat(run(ADMIN, "setup", "created"), is(0));
    try (Admin admin = admin()) {
      TopicConfig.set(admin, "created", "message.timestamp.type", "CreateTime");
    }
    publish("created");
    allow("created", AclOperation.READ);
    allow("created.dlq", AclOperation.READ, AclOperation.WRITE);
    allowGroup("created-store", AclOperation.READ);

    assertThat(run(USER, "store", "created", "--until=drained"), is(1));
    assertThat(err, containsString("must have message.timestamp.type=LogAppendTime"));
  }

  @Test
  public void aSessionTimeoutThatTheBrokersRejectNamesTheOption() throws Exception {
    assertThat(run(ADMIN, "setup", "session"), is(0));

    assertThat(run(ADMIN, "store", "session", "--until=drained", "--sessionTimeout=1s"), is(1));

    assertThat(err, containsString("Kafka rejects --sessionTimeout"));
    assertThat(err, not(containsString("\tat ")));
  }

  private int run(String user, String command, String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--bootstrapServers=" + stack.bootstrapServers(),
                "--kafkaConfig=" + config(user),
                "--topic=" + name,
                "--cassandraHosts=" + SharedStack.get().cassandraHost(),
                "--cassandraPort=" + SharedStack.get().cassandraPort(),
                "--cassandraKeyspace=" + name));
    if (!command.equals("setup")) {
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

  private static Path config(String user) throws IOException {
    Path file = FOLDER.newFile().toPath();
    return Files.write(
        file,
        KafkaLogin.of(user).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
  }

  private static Map<String, Object> client() {
    Map<String, Object> properties = new HashMap<>(KafkaLogin.of(ADMIN));
    properties.put("bootstrap.servers", stack.bootstrapServers());
    return properties;
  }

  private static Admin admin() {
    return Admin.create(client());
  }

  /** Publishes ten users and a broken record. */
  private static void publish(String topic) {
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

  private static void allow(String topic, AclOperation... operations) throws Exception {
    allow(ResourceType.TOPIC, topic, operations);
  }

  private static void allowGroup(String group, AclOperation... operations) throws Exception {
    allow(ResourceType.GROUP, group, operations);
  }

  private static void allow(ResourceType type, String name, AclOperation... operations)
      throws Exception {
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
