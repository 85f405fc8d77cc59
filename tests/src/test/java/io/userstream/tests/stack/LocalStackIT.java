package io.userstream.tests.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import io.userstream.tests.flow.KafkaClients;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.Test;

/** Checks what the other integration tests assume about their shared stack. */
public class LocalStackIT {
  private final LocalStack stack = SharedStack.get();

  @Test
  public void recordsSurviveTheKillAndTheStopOfKafka() throws Exception {
    String topic = "local-stack-" + UUID.randomUUID();
    createTopic(topic);
    KafkaNode node = stack.kafka().node(1);

    produce(topic, "before the kill");
    node.kill();
    node.start();
    produce(topic, "before the stop");
    node.stop();
    node.start();

    assertThat(consume(topic, 2), contains("before the kill", "before the stop"));
  }

  @Test
  public void onlyNodeIsTheActiveController() {
    assertThat(stack.kafka().activeController(), is(1));
  }

  @Test
  public void acknowledgedRowSurvivesTheKillOfCassandra() {
    String keyspace = "local_stack_" + UUID.randomUUID().toString().replace('-', '_');
    try (Cluster cluster = connect();
        Session session = cluster.connect()) {
      session.execute(
          "CREATE KEYSPACE "
              + keyspace
              + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute("CREATE TABLE " + keyspace + ".rows (id int PRIMARY KEY)");
      session.execute("INSERT INTO " + keyspace + ".rows (id) VALUES (7)");
      stack.cassandra().kill();
    }

    stack.cassandra().start();

    try (Cluster cluster = connect();
        Session session = cluster.connect()) {
      assertThat(session.execute("SELECT id FROM " + keyspace + ".rows").one().getInt(0), is(7));
    }
  }

  @Test
  public void serversHaveOnlyTheLauncherOfThisProjectOnTheirClassPath() {
    String commandLine =
        ProcessHandle.of(stack.cassandra().pid()).orElseThrow().info().commandLine().orElse("");

    assertThat(commandLine, not(containsString("tests/target/classes")));
  }

  @Test
  public void failedStartShowsTheEndOfTheServersLog() throws Exception {
    CassandraNode cassandra = stack.cassandra();
    java.nio.file.Path yaml = stack.directory().resolve("cassandra/cassandra.yaml");
    String good = Files.readString(yaml);
    cassandra.stop();
    try {
      Files.writeString(yaml, good + "no_such_setting: 1\n");

      ServerFailedException failure = assertThrows(ServerFailedException.class, cassandra::start);

      assertThat(failure.getMessage(), containsString("no_such_setting"));
    } finally {
      Files.writeString(yaml, good);
      cassandra.start();
    }
  }

  @Test
  public void cassandraWithPasswordsAdmitsOnlyItsSuperuser() {
    try (LocalStack guarded =
        LocalStack.builder()
            .name("guarded")
            .kafkaNodes(0)
            .cassandraPasswordAuthentication()
            .start()) {
      assertThat(loginFailure(guarded, CassandraNode.SUPERUSER_PASSWORD), is(nullValue()));
      assertThat(loginFailure(guarded, "wrong"), containsString("incorrect"));
    }
  }

  @Test
  public void clusterOfThreeElectsAnotherControllerWhenTheActiveOneIsKilled() {
    try (LocalStack three =
        LocalStack.builder().name("three").kafkaNodes(3).cassandra(false).start()) {
      int first = three.kafka().activeController();

      three.kafka().node(first).kill();

      Await.until(
          "a node other than " + first + " is the active controller",
          Duration.ofSeconds(30),
          () -> three.kafka().activeController(),
          active -> active != first);
    }
  }

  private static String loginFailure(LocalStack stack, String password) {
    try (Cluster cluster =
            cluster(stack).withCredentials(CassandraNode.SUPERUSER, password).build();
        Session session = cluster.connect()) {
      session.execute("SELECT release_version FROM system.local");
      return null;
    } catch (com.datastax.driver.core.exceptions.AuthenticationException e) {
      return e.getMessage();
    }
  }

  private Cluster connect() {
    return cluster(stack).build();
  }

  private static Cluster.Builder cluster(LocalStack stack) {
    // The driver's JMX reporter needs metrics-core 3, which is not on the class path.
    return Cluster.builder()
        .withoutMetrics()
        .addContactPoint(stack.cassandraHost())
        .withPort(stack.cassandraPort());
  }

  private void createTopic(String topic) throws Exception {
    try (Admin admin = KafkaClients.admin(stack)) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private void produce(String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            KafkaClients.properties(stack, Map.of("acks", "all")),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
    }
  }

  private List<String> consume(String topic, int count) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            KafkaClients.properties(stack, Map.of("auto.offset.reset", "earliest")),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      List<String> values = new ArrayList<>();
      return Await.until(
          count + " records",
          Duration.ofSeconds(30),
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return values;
          },
          read -> read.size() >= count);
    }
  }
}
