package io.userstream.tests.check;

import static io.userstream.tests.check.CheckRun.lines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.Accounts;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.StackUsers;
import java.nio.file.Files;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Checks commands on servers with TLS and logins, each as a user that has exactly the rights of
 * docs/operations.md, and as a user that lacks one of them.
 */
public class CheckRightsIT {
  private static LocalStack stack;
  private static Flow flow;

  @BeforeClass
  public static void start() {
    stack =
        LocalStack.builder()
            .name("check-rights")
            .secured()
            .schemaRegistry()
            .postgres()
            .recordedApi(true)
            .start();
    flow = Flow.on(stack, "rights").withSchemaRegistry().withRawStore();
    JobResult before = check("setup");
    assertThat(before.out() + before.err(), before.exitCode(), is(0));
    assertThat(lines(before, "ok Cassandra permissions"), contains(endsWith("CREATE")));
    flow.setUp(CheckRun.erasureKey(flow));
  }

  @AfterClass
  public static void stop() {
    stack.close();
  }

  @Test
  public void documentedRightsAreEnoughForEveryCheck() {
    for (String command : StackUsers.COMMANDS) {
      JobResult result = check(command);

      assertThat(command + result.out() + result.err(), result.exitCode(), is(0));
      assertThat(result.out(), endsWith(" ok, 0 warnings, 0 errors\n"));
    }
  }

  @Test
  public void missingRightsOnKafkaAreNamed() throws Exception {
    List<AclBinding> rights =
        List.of(
            Accounts.acl("store", ResourceType.TOPIC, flow.deadLetterTopic(), AclOperation.WRITE),
            Accounts.acl("store", ResourceType.TOPIC, flow.topic(), AclOperation.DESCRIBE_CONFIGS),
            Accounts.acl("store", ResourceType.GROUP, flow.group(), AclOperation.READ));
    AclBinding sees =
        Accounts.acl("store", ResourceType.GROUP, flow.group(), AclOperation.DESCRIBE);
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.createAcls(List.of(sees)).all().get();
      admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all().get();
      try {
        JobResult result = check("store");

        assertThat(result.out(), result.exitCode(), is(1));
        assertThat(
            lines(result, "error Kafka"),
            contains(
                "error Kafka rights on topic " + flow.deadLetterTopic() + " missing: WRITE",
                "error Kafka rights on group " + flow.group() + " missing: READ"));
        assertThat(lines(result, "warning Kafka"), contains(containsString("DESCRIBE_CONFIGS")));
        assertThat(
            result.out(),
            containsString(
                "Grant WRITE on topic "
                    + flow.deadLetterTopic()
                    + " to the user of --kafkaConfig."));
      } finally {
        admin.createAcls(rights).all().get();
        admin.deleteAcls(List.of(sees.toFilter())).all().get();
      }
    }
  }

  @Test
  public void missingRightOnTheErasureListIsNamed() throws Exception {
    String key = CheckRun.erasureKey(flow);
    String list = flow.topic() + ".erasures";
    for (String command : List.of("setup", "publish", "replay", "redrive", "erase", "reconcile")) {
      JobResult result = check(command, key);
      assertThat(command + result.out() + result.err(), result.exitCode(), is(0));
      assertThat(lines(result, "ok Kafka rights on topic " + list), hasSize(1));
    }
    AclBinding right = Accounts.acl("replay", ResourceType.TOPIC, list, AclOperation.READ);
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.deleteAcls(List.<AclBindingFilter>of(right.toFilter())).all().get();
      try {
        assertThat(
            lines(check("replay", key), "error "),
            contains("error Kafka rights on topic " + list + " missing: READ"));
      } finally {
        admin.createAcls(List.of(right)).all().get();
      }
    }
  }

  /** As after an upgrade from a release without pauses. */
  @Test
  public void storeWithoutTheRightOnItsControlGroupsRunsAndSaysSo() throws Exception {
    AclBinding right =
        new AclBinding(
            new ResourcePattern(
                ResourceType.GROUP, flow.group() + "-control", PatternType.PREFIXED),
            Accounts.acl("store", ResourceType.GROUP, "any", AclOperation.READ).entry());
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.deleteAcls(List.<AclBindingFilter>of(right.toFilter())).all().get();
      try {
        JobResult result = check("store");

        assertThat(result.out(), result.exitCode(), is(0));
        assertThat(
            lines(result, "warning Kafka"),
            contains(containsString("rights on group " + flow.group() + "-control missing: READ")));
        JobResult store = flow.storeAll();
        assertThat(store.err(), store.exitCode(), is(0));
      } finally {
        admin.createAcls(List.of(right)).all().get();
      }
    }
  }

  @Test
  public void topicThatTheUserMayNotSeeIsAMissingRight() throws Exception {
    AclBinding right = Accounts.acl("tail", ResourceType.TOPIC, flow.topic(), AclOperation.READ);
    try (Admin admin = KafkaClients.admin(stack)) {
      admin.deleteAcls(List.<AclBindingFilter>of(right.toFilter())).all().get();
      try {
        JobResult result = check("tail");

        assertThat(
            lines(result, "error "),
            contains("error Kafka rights on topic " + flow.topic() + " missing: READ"));
      } finally {
        admin.createAcls(List.of(right)).all().get();
      }
    }
  }

  @Test
  public void missingPermissionOnCassandraIsNamed() {
    flow.contents().execute("REVOKE MODIFY ON KEYSPACE " + flow.keyspace() + " FROM store");
    try {
      JobResult result = check("store");

      assertThat(result.out(), result.exitCode(), is(1));
      assertThat(
          lines(result, "error "), contains("error Cassandra permissions role store lacks MODIFY"));
    } finally {
      flow.contents().execute("GRANT MODIFY ON KEYSPACE " + flow.keyspace() + " TO store");
    }
  }

  @Test
  public void missingRightOnPostgresIsNamed() {
    stack.postgres().execute(flow.topic(), "REVOKE INSERT ON raw_users FROM publish");
    try {
      JobResult result = check("publish");

      assertThat(result.out(), result.exitCode(), is(1));
      assertThat(
          lines(result, "error "),
          contains("error PostgreSQL rights missing: INSERT on raw_users"));
    } finally {
      stack.postgres().execute(flow.topic(), "GRANT INSERT ON raw_users TO publish");
    }
  }

  @Test
  public void wrongPasswordsAreErrorsAndAreNotShown() throws Exception {
    String wrong =
        "file:" + Files.writeString(stack.directory().resolve("wrong.password"), "hunter2");

    JobResult result =
        check("reconcile", "--cassandraPassword=" + wrong, "--rawStorePassword=" + wrong);

    assertThat(
        lines(result, "error Cassandra"),
        hasItem(containsString("rejected the login of user reconcile")));
    assertThat(
        lines(result, "error PostgreSQL"),
        hasItem(containsString("rejected the login of user reconcile")));
    assertThat((result.out() + result.err()).contains("hunter2"), is(false));
  }

  private static JobResult check(String command, String... more) {
    return command.equals("ingest")
        ? CheckRun.of(flow, command, "--source=" + stack.recordedApi().url())
        : CheckRun.of(flow, command, more);
  }
}
