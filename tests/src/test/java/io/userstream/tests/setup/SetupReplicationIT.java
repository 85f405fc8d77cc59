package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Checks that, with three brokers, at least two replicas hold an acknowledged record. */
public class SetupReplicationIT {
  private static final String MIN_ISR = "min.insync.replicas";

  private static LocalStack stack;
  private static Admin admin;

  @BeforeClass
  public static void start() {
    stack = LocalStack.builder().name("setup-replication").kafkaNodes(3).start();
    admin = KafkaClients.admin(stack);
  }

  @AfterClass
  public static void stop() {
    if (admin != null) {
      admin.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  public void allReplicasButOneAcknowledgeByDefault() throws Exception {
    SetupRun run = setup("three", "--replicationFactor=3");

    assertThat(run.toString(), run.exitCode(), is(0));
    for (String topic : List.of("three", "three.dlq")) {
      ConfigEntry entry = config(topic);
      assertThat(entry.value(), is("2"));
      // Checks the topic's own setting, because the broker's default has the same value.
      assertThat(entry.source(), is(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG));
    }
    SetupRun again = setup("three", "--replicationFactor=3");
    assertThat(again.toString(), again.exitCode(), is(0));
  }

  @Test
  public void optionOverridesTheDefault() throws Exception {
    SetupRun run = setup("chosen", "--replicationFactor=3", "--minInsyncReplicas=3");

    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(config("chosen").value(), is("3"));
    assertThat(config("chosen.dlq").value(), is("3"));
  }

  @Test
  public void topicWithFewerInSyncReplicasIsReportedWithTheCommand() throws Exception {
    create("weak", (short) 3, "1");

    SetupRun run = setup("weak", "--replicationFactor=3");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            allOf(
                containsString("Topic weak has a different configuration"),
                containsString("min.insync.replicas is 1 and should be 2"),
                containsString("kafka-configs.sh"),
                containsString("min.insync.replicas=2"))));
    assertThat(config("weak").value(), is("1"));
  }

  @Test
  public void minInSyncReplicasNeverExceedTheReplicas() throws Exception {
    create("single", (short) 1, "1");

    SetupRun run = setup("single", "--replicationFactor=3");

    assertThat(run.err().toString(), not(containsString(MIN_ISR)));
  }

  @Test
  public void replicationThatCassandraRejectsIsReportedWithAnAlternative() {
    SetupRun run = setup("elsewhere", "--cassandraReplication=nowhere:3");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            allOf(
                containsString("rejected the replication of keyspace elsewhere"),
                containsString("nowhere"),
                containsString("such as datacenter1:1"))));
  }

  private static void create(String topic, short factor, String minInsyncReplicas)
      throws Exception {
    admin
        .createTopics(
            Set.of(new NewTopic(topic, 1, factor).configs(Map.of(MIN_ISR, minInsyncReplicas))))
        .all()
        .get();
  }

  private static ConfigEntry config(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(Set.of(resource)).all().get().get(resource).get(MIN_ISR);
  }

  private static SetupRun setup(String name, String... more) {
    return SetupRun.with(
        List.of(
            "--topic=" + name,
            "--bootstrapServers=" + stack.bootstrapServers(),
            "--cassandraHosts=" + stack.cassandraHost(),
            "--cassandraPort=" + stack.cassandraPort(),
            "--cassandraKeyspace=" + name),
        more);
  }
}
