package io.userstream.tests.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.io.deadletters.NewestDeadLetters;
import io.userstream.io.deadletters.NewestDeadLetters.Limits;
import io.userstream.runloop.servers.ServerException;
import io.userstream.tests.flow.TopicConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * Runs the commands with exactly the rights that docs/operations.md documents for each, against a
 * Kafka that checks ACLs.
 */
public class KafkaRightsIT {
  private static final String DENIED =
      "Kafka denies access to topic browsed.dlq: the user of this job needs the right READ.";

  @ClassRule public static final KafkaWithRights KAFKA = new KafkaWithRights();

  @After
  public void revokeAll() throws Exception {
    KAFKA.revokeAll();
  }

  @Test
  public void setupOfExistingTopicsNeedsNoRightToCreateThem() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "existing");
    KAFKA.allow("existing", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
    KAFKA.allow("existing.dlq", AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    KAFKA.succeed(KafkaWithRights.USER, "setup", "existing");
    assertThat(KAFKA.out(), containsString("topic existing: already exists"));
  }

  @Test
  public void setupWithoutRightsNamesThemAndSetsUpTheRest() throws Exception {
    KAFKA.allow("new", AclOperation.DESCRIBE);

    assertThat(KAFKA.run(KafkaWithRights.USER, "setup", "new"), is(1));

    assertThat(KAFKA.err(), containsString("its user needs the right CREATE on topic new."));
    assertThat(KAFKA.err(), containsString("its user needs the right DESCRIBE on topic new.dlq."));
    assertThat(KAFKA.out(), containsString("table new.created_users: created"));
  }

  @Test
  public void aPolicyAgainstLargeMessagesLeavesASmallerDeadLetterTopic() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "policy");
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "policy");

    assertThat(
        KAFKA.out(),
        containsString(
            "topic policy.dlq: warning: max.message.bytes is 8388608 and should be at least"
                + " 33554432"));
  }

  @Test
  public void aPolicyAgainstTheTopicIsNamedWithTheCommandThatCreatesIt() throws Exception {
    assertThat(KAFKA.run(KafkaWithRights.ADMIN, "setup", "forbidden"), is(1));

    assertThat(
        KAFKA.err(),
        containsString("a policy of the cluster refused it (this name is not allowed)"));
    assertThat(KAFKA.err(), containsString("kafka-topics.sh --create --topic forbidden"));
    assertThat(KAFKA.out(), containsString("table forbidden.created_users: created"));
  }

  @Test
  public void withoutARightTheDeadLetterBrowserNamesIt() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "browsed");
    assertThat(deadLettersOf("browsed"), containsString(DENIED));
    KAFKA.allow("browsed.dlq", AclOperation.DESCRIBE);
    assertThat(deadLettersOf("browsed"), is("0 dead letters"));

    // An empty topic is never read.
    KAFKA.publish("browsed.dlq");
    assertThat(deadLettersOf("browsed"), containsString(DENIED));
    KAFKA.allow("browsed.dlq", AclOperation.READ);
    assertThat(deadLettersOf("browsed"), is("0 dead letters"));
  }

  private static String deadLettersOf(String topic) {
    try {
      return NewestDeadLetters.read(
                  topic + ".dlq", KAFKA.client(KafkaWithRights.USER), Limits.OF_A_PAGE)
              .letters()
              .size()
          + " dead letters";
    } catch (ServerException e) {
      return e.getMessage();
    }
  }

  @Test
  public void storeAndReconcileNeedOnlyTheDocumentedRights() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "least");
    KAFKA.publish("least");
    KAFKA.allow("least", AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
    KAFKA.allow("least.dlq", AclOperation.READ, AclOperation.WRITE);
    KAFKA.allowGroup("least-store", AclOperation.READ);

    KAFKA.succeed(KafkaWithRights.USER, "store", "least", "--until=drained");
    assertThat(KAFKA.out(), containsString("stored: records=11"));
    KAFKA.succeed(KafkaWithRights.USER, "reconcile", "least");
    assertThat(KAFKA.out(), containsString("dead=1"));
  }

  @Test
  public void storeWorksWithoutTheRightToReadTheConfiguration() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "unseen");
    KAFKA.publish("unseen");
    KAFKA.allow("unseen", AclOperation.READ);
    KAFKA.allow("unseen.dlq", AclOperation.READ, AclOperation.WRITE);
    KAFKA.allowGroup("unseen-store", AclOperation.READ);

    KAFKA.succeed(KafkaWithRights.USER, "store", "unseen", "--until=drained");
    assertThat(KAFKA.out(), containsString("stored: records=11"));
  }

  @Test
  public void recordsTellThatTheyHaveNoAppendTimes() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "created");
    try (Admin admin = KAFKA.admin()) {
      TopicConfig.set(admin, "created", "message.timestamp.type", "CreateTime");
    }
    KAFKA.publish("created");
    KAFKA.allow("created", AclOperation.READ);
    KAFKA.allow("created.dlq", AclOperation.READ, AclOperation.WRITE);
    KAFKA.allowGroup("created-store", AclOperation.READ);

    assertThat(KAFKA.run(KafkaWithRights.USER, "store", "created", "--until=drained"), is(1));
    assertThat(KAFKA.err(), containsString("must have message.timestamp.type=LogAppendTime"));
  }

  @Test
  public void aSessionTimeoutThatTheBrokersRejectNamesTheOption() throws Exception {
    KAFKA.succeed(KafkaWithRights.ADMIN, "setup", "session");

    assertThat(
        KAFKA.run(
            KafkaWithRights.ADMIN, "store", "session", "--until=drained", "--sessionTimeout=1s"),
        is(1));

    assertThat(KAFKA.err(), containsString("Kafka rejects --sessionTimeout"));
    assertThat(KAFKA.err(), not(containsString("\tat ")));
  }
}
