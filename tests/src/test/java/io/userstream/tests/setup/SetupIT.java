package io.userstream.tests.setup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.kafka.KafkaConnection;
import io.userstream.io.kafka.TopicSpec;
import io.userstream.io.kafka.Topics;
import io.userstream.runloop.servers.SetupException;
import io.userstream.tests.Core;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Checks that setup creates missing objects, leaves existing ones unchanged, and reports
 * mismatches.
 */
public class SetupIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static LocalStack stack;
  private static Admin admin;
  private static Session session;

  @BeforeClass
  public static void connect() throws InterruptedException {
    stack = SharedStack.get();
    admin = KafkaConnection.of(stack.kafkaClient()).await(TIMEOUT);
    session = newSession();
  }

  @AfterClass
  public static void disconnect() {
    if (session != null) {
      session.getCluster().close();
    }
    if (admin != null) {
      admin.close();
    }
  }

  @Test
  @Category(Core.class)
  public void missingObjectsAreCreated() throws InterruptedException {
    SetupRun run = setup("fresh", "--partitions=3");

    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(
        run.out(),
        contains(
            "topic fresh: created, partitions=3",
            "topic fresh.dlq: created, partitions=3",
            "keyspace fresh: created, replication={'class': 'SimpleStrategy', 'replication_factor':"
                + " '1'}",
            "table fresh.created_users: created"));
    Topics topics = new Topics(admin);
    assertThat(topics.partitions("fresh"), is(3));
    assertThat(topics.differences(TopicSpec.users("fresh")), is(empty()));
    assertThat(topics.differences(TopicSpec.deadLetters("fresh.dlq")), is(empty()));
    requireTable("fresh", "created_users");
  }

  @Test
  @Category(Core.class)
  public void secondRunChangesNothingAndSaysSo() {
    setup("again");

    SetupRun run = setup("again", "--partitions=2", "--cassandraReplication=2");

    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(
        run.out(),
        contains(
            "topic again: already exists, partitions=6 (not 2: left unchanged)",
            "topic again.dlq: already exists, partitions=6 (not 2: left unchanged)",
            "keyspace again: already exists, replication={'class': 'SimpleStrategy',"
                + " 'replication_factor': '1'} (not {'class': 'SimpleStrategy',"
                + " 'replication_factor': '2'}: left unchanged)",
            "table again.created_users: already exists"));
  }

  @Test
  public void tableWithOtherTypesOrAnotherKeyIsUnchangedAndEveryDifferenceListed()
      throws InterruptedException {
    setup("other", "--cassandraTable=unused");
    session.execute(
        CreatedUsersTable.createStatement("other", "created_users")
            .replace("dob timestamp", "dob text")
            .replace("phone text, ", "")
            .replace("PRIMARY KEY (id)", "password text, PRIMARY KEY (id, seed)"));
    String before = table("other");

    SetupRun run = setup("other");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            allOf(
                containsString(
                    "Table other.created_users does not match this build: column dob is text and"
                        + " should be timestamp; the primary key is (id, seed) and should be (id);"
                        + " column phone text is missing. It was left unchanged"),
                containsString("--cassandraTable"))));
    assertThat(table("other"), is(before));
  }

  @Test
  @Category(Core.class)
  public void topicWithAnotherConfigurationIsUnchangedAndTheRestIsDone() throws Exception {
    create("wrong", Map.of("cleanup.policy", "compact,delete"));

    SetupRun run = setup("wrong");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            allOf(
                containsString("Topic wrong has a different configuration"),
                containsString("cleanup.policy is compact,delete and should be compact"),
                containsString("message.timestamp.type is CreateTime and should be LogAppendTime"),
                containsString("min.compaction.lag.ms is 0 and should be at least 86400000"),
                containsString("kafka-configs.sh --bootstrap-server " + stack.bootstrapServers()),
                containsString(
                    "cleanup.policy=compact,message.timestamp.type=LogAppendTime,"
                        + "min.compaction.lag.ms=86400000"))));
    assertThat(new Topics(admin).differences(TopicSpec.users("wrong")).size(), is(3));
    requireTable("wrong", "created_users");
  }

  @Test
  public void topicOfAnEarlierReleaseIsAWarning() throws Exception {
    create(
        "earlier", Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"));

    SetupRun run = setup("earlier");

    assertThat(run.toString(), run.exitCode(), is(0));
    assertThat(
        run.out(),
        hasItem(
            allOf(
                containsString("topic earlier: warning: min.compaction.lag.ms is 0 and should be"),
                containsString("--add-config min.compaction.lag.ms=86400000"))));
  }

  @Test
  public void moreReplicasThanBrokersAreRejectedWithTheNameOfTheTopic() {
    SetupRun run = setup("copies", "--replicationFactor=3");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains(
            containsString("Kafka did not create topic copies: "),
            containsString("Kafka did not create topic copies.dlq: ")));
  }

  @Test
  public void unknownDataCenterIsReportedWithTheExistingOnes() {
    SetupRun run = setup("centre", "--cassandraLocalDc=mars");

    assertThat(run.toString(), run.exitCode(), is(1));
    assertThat(run.err(), contains(containsString("has no data center mars, only datacenter1")));
  }

  @Test
  public void cqlKeywordsAreAcceptedAsNames() throws InterruptedException {
    SetupRun run = setup("Select", "--cassandraTable=Table");

    assertThat(run.toString(), run.exitCode(), is(0));
    requireTable("Select", "Table");
  }

  @Test
  public void serverThatIsDownIsNamedAfterTheTimeout() {
    String nowhere = "127.0.0.1:1";

    SetupRun kafka = SetupRun.with(List.of("--bootstrapServers=" + nowhere), "--connectTimeout=2s");
    SetupRun cassandra =
        SetupRun.with(
            List.of(
                "--bootstrapServers=" + stack.bootstrapServers(),
                "--topic=down",
                "--cassandraHosts=127.0.0.1",
                "--cassandraPort=1"),
            "--connectTimeout=2s");

    assertThat(kafka.exitCode(), is(1));
    assertThat(
        kafka.err(), contains(containsString("Kafka at " + nowhere + " did not respond within")));
    assertThat(cassandra.exitCode(), is(1));
    assertThat(
        cassandra.err(),
        contains(containsString("Cassandra at " + nowhere + " did not respond within")));
  }

  @Test
  public void serverThatStartsWithinTheTimeoutIsWaitedFor() {
    stack.kafka().killAll();

    CompletableFuture<SetupRun> run = CompletableFuture.supplyAsync(() -> setup("late"));
    stack.kafka().startAll();

    assertThat(run.join().toString(), run.join().exitCode(), is(0));
  }

  @Test
  public void jobWithoutSetupReportsWhatIsMissing() {
    SetupException topic =
        assertThrows(
            SetupException.class, () -> new Topics(admin).requireAppendTime("no_such_topic"));
    SetupException keyspace =
        assertThrows(SetupException.class, () -> requireTable("no_such_keyspace", "t"));

    assertThat(topic.getMessage(), is("Topic no_such_topic is missing: run userstream setup."));
    assertThat(
        keyspace.getMessage(),
        is("Keyspace no_such_keyspace is missing in Cassandra: run userstream setup."));
  }

  private static String table(String keyspace) throws InterruptedException {
    return asked(
        fresh ->
            fresh
                .getCluster()
                .getMetadata()
                .getKeyspace(keyspace)
                .getTable("created_users")
                .exportAsString());
  }

  private static void requireTable(String keyspace, String table) throws InterruptedException {
    asked(
        fresh -> {
          new UsersKeyspace(fresh, keyspace, table).requireTable();
          return null;
        });
  }

  /**
   * Opens a session of its own: an open session sees the changes of other sessions up to a second
   * later.
   */
  private static <T> T asked(Function<Session, T> question) throws InterruptedException {
    Session fresh = newSession();
    try {
      return question.apply(fresh);
    } finally {
      var unused = fresh.getCluster().closeAsync();
    }
  }

  private static Session newSession() throws InterruptedException {
    return CassandraConnection.builder()
        .setHosts(List.of(stack.cassandraHost()))
        .setPort(stack.cassandraPort())
        .build()
        .await(TIMEOUT);
  }

  /** Gives every test topics and a keyspace with a name of its own. */
  private static void create(String topic, Map<String, String> config) throws Exception {
    admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1).configs(config))).all().get();
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
