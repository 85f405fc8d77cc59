package io.userstream.tests.check;

import static io.userstream.tests.check.CheckRun.lines;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.datastax.driver.core.Cluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.CassandraClients;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.SharedStack;
import io.userstream.tests.stack.StackUsers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks commands on real servers: before setup, after it, and with one thing broken. */
public class CheckIT {
  /** A process on Spark takes longer to start than it checks. */
  private static final Duration PROCESS_LIMIT = Duration.ofMinutes(2);

  private final Flow flow = Flow.on(SharedStack.get(), "check").withSchemaRegistry().withRawStore();
  private RecordedApi api;

  @Before
  public void startApi() throws IOException {
    api = RecordedApi.start();
  }

  @After
  public void stopApi() {
    api.close();
  }

  @Test
  @Category(Core.class)
  public void everyCommandIsReadyAfterSetup() {
    for (String command : StackUsers.COMMANDS) {
      JobResult before = check(command);
      assertThat(before.out(), before.exitCode(), is(command.equals("setup") ? 0 : 1));
    }
    flow.setUp(CheckRun.erasureKey(flow));

    for (String command : StackUsers.COMMANDS) {
      JobResult result = check(command);

      assertThat(result.out() + result.err(), result.exitCode(), is(0));
      assertThat(result.out(), endsWith(" ok, 0 warnings, 0 errors\n"));
    }
  }

  @Test
  public void everythingThatIsMissingIsReportedAtOnceAndNothingIsCreated() throws Exception {
    JobResult store = check("store");
    JobResult publish = check("publish");
    JobResult setup = check("setup");

    assertThat(store.exitCode(), is(1));
    assertThat(
        lines(store, "error "),
        contains(
            "error topics topic " + flow.topic() + " missing",
            "error topics topic " + flow.deadLetterTopic() + " missing",
            "error registry subject " + flow.topic() + "-value no schema",
            "error Cassandra keyspace " + flow.keyspace() + " missing"));
    assertThat(publish.exitCode(), is(1));
    assertThat(lines(publish, "error PostgreSQL"), hasItem(containsString("tables")));
    assertThat(setup.out(), setup.exitCode(), is(0));
    assertThat(
        lines(setup, "ok "),
        hasItems(
            "ok topics topic " + flow.topic() + " missing: setup creates it",
            "ok Cassandra keyspace " + flow.keyspace() + " missing: setup creates it"));

    try (Admin admin = KafkaClients.admin(flow.stack())) {
      assertThat(admin.listTopics().names().get(), not(hasItem(containsString(flow.topic()))));
      assertThat(
          admin.listConsumerGroups().all().get().stream().map(group -> group.groupId()).toList(),
          not(hasItem(flow.group())));
    }
    try (Cluster cluster = CassandraClients.builder(flow.stack()).build()) {
      assertThat(cluster.getMetadata().getKeyspace(flow.keyspace()), is(nullValue()));
    }
    assertThat(
        flow.rawStore().number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        is(0L));
    // Setup finds nothing that the checks left.
    assertThat(flow.run("setup").out(), not(containsString("already exists")));
  }

  @Test
  public void topicWithTimesOfProducersIsAnErrorOfStoreAndAWarningOfTail() throws Exception {
    flow.setUp();
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), "message.timestamp.type", "CreateTime");
      TopicConfig.set(admin, flow.topic(), "cleanup.policy", "compact,delete");
      TopicConfig.set(admin, flow.topic(), "retention.ms", "3600000");
    }

    JobResult store = check("store");
    JobResult tail = check("tail");

    assertThat(store.out(), store.exitCode(), is(1));
    assertThat(
        lines(store, "error "),
        contains(
            containsString("message.timestamp.type is CreateTime and should be LogAppendTime")));
    assertThat(store.out(), containsString("--add-config message.timestamp.type=LogAppendTime"));
    assertThat(
        lines(store, "warning "),
        hasItem(containsString("retention.ms=3600000 (1 h), and a store may be absent for 24 h")));
    assertThat(tail.out(), tail.exitCode(), is(0));
    assertThat(lines(tail, "warning "), hasItem(containsString("CreateTime")));
  }

  @Test
  public void missingTableIsAnError() {
    flow.setUp();

    JobResult result = check("store", "--cassandraTable=other");

    assertThat(result.out(), result.exitCode(), is(1));
    assertThat(
        lines(result, "error "),
        contains("error Cassandra table " + flow.keyspace() + ".other missing"));
  }

  @Test
  public void consistencyLevelThatNeedsMoreReplicasThanExistIsAnError() {
    flow.setUp();

    JobResult result = check("store", "--cassandraConsistency=TWO");

    assertThat(result.out(), result.exitCode(), is(1));
    assertThat(
        lines(result, "error "),
        contains(containsString("TWO needs 2 replicas, keyspace " + flow.keyspace() + " has 1")));
    assertThat(result.out(), containsString("Lower --cassandraConsistency"));
  }

  @Test
  public void serversThatAreDownOrSilentTakeTwelveSecondsAndHideNothing() throws IOException {
    flow.setUp();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      JobResult result =
          check(
              "reconcile",
              "--cassandraPort=1",
              "--schemaRegistry=http://127.0.0.1:" + silent.getLocalPort(),
              "--rawStore=jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x");

      assertThat(Duration.ofNanos(System.nanoTime() - start), lessThan(Duration.ofSeconds(15)));
      assertThat(result.out(), result.exitCode(), is(1));
      assertThat(
          lines(result, "error "),
          contains(
              "error registry connection did not respond: no complete response within 10000 ms",
              "error Cassandra connection did not respond: no node responds",
              "error PostgreSQL connection did not respond within 12 s"));
      assertThat(lines(result, "ok topics").size(), is(4));
    }
  }

  @Test
  public void kafkaThatIsDownIsAnError() {
    JobResult result = check("tail", "--bootstrapServers=127.0.0.1:1");

    assertThat(result.out(), result.exitCode(), is(1));
    assertThat(
        lines(result, "error "),
        hasItem("error Kafka connection did not respond: no broker responds"));
  }

  @Test
  public void nameThatDoesNotResolveIsAnError() {
    JobResult result = check("store", "--cassandraHosts=no-such-host.invalid");

    assertThat(
        lines(result, "error Cassandra"),
        hasItem("error Cassandra names no-such-host.invalid does not resolve on this machine"));
  }

  @Test
  public void aJobThatChecksFirstStartsOnlyWithoutErrors() {
    JobResult before = flow.run("store", "--checkFirst", "--until=drained");
    assertThat(before.err(), before.exitCode(), is(1));
    assertThat(before.err(), containsString("error    topics"));
    assertThat(before.err(), endsWith(" 4 errors\n"));
    assertThat(before.out(), is(""));
    flow.setUp();

    JobResult result = flow.run("store", "--checkFirst", "--until=drained");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.err(), containsString(" 0 warnings, 0 errors\n"));
    assertThat(result.out(), containsString("stored: records=0"));
  }

  @Test
  public void reportIsOneJsonObject() throws IOException {
    JsonNode report = new ObjectMapper().readTree(check("store", "--format=json").out());

    assertThat(report.path("command").asText(), is("store"));
    assertThat(report.path("error").asInt(), is(4));
    assertThat(report.findValuesAsText("level").size(), is(report.path("findings").size()));
    assertThat(
        Set.copyOf(report.findValuesAsText("area")),
        is(Set.of("options", "runner", "Kafka", "topics", "registry", "Cassandra", "clocks")));
  }

  @Test
  @Category(OnSpark.class)
  public void runnerOfAProcessIsChecked() {
    // A check rejects the options of a raw store, which store does not have.
    Flow bare = Flow.on(SharedStack.get(), "runner").setUp();

    try (JobProcess process = bare.start("check", "--for=store")) {
      int exitCode = process.awaitEnd(PROCESS_LIMIT);

      assertThat(process.out() + process.err(), exitCode, is(0));
      assertThat(
          process.out(),
          containsString(
              JobRunner.chosen() == JobRunner.SPARK
                  ? "master " + flow.stack().spark().masterUrl() + " responds"
                  : "this machine"));
    }
  }

  private JobResult check(String command, String... more) {
    return command.equals("ingest")
        ? CheckRun.of(flow, command, "--source=" + api.url())
        : CheckRun.of(flow, command, more);
  }
}
