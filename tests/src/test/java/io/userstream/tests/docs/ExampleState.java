package io.userstream.tests.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.model.UserAvro;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.admin.Admin;

/** Brings the servers into the state in which a reader would use an example. */
final class ExampleState {
  /** The number of users of {@link #avroUsersBecomeDeadLetters}. */
  static final int AVRO_USERS = 200;

  private final Flow flow;
  private long avroUsers;

  ExampleState(Flow flow) {
    this.flow = flow;
  }

  void setTopic(String name, String value) {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), name, value);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void publishUsers(int users) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users);
    }
  }

  void storeUsers(int users) {
    publishUsers(users);
    flow.prepare("store", "--until=drained");
  }

  /** Publishes a record that stays broken, of a user that no other method publishes. */
  void publishPoison() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.poison(-1);
    }
  }

  /** Stores broken records of a user who has a row. */
  void breakRecords(String id, int records) {
    try (Publisher publisher = new Publisher(flow)) {
      for (int record = 0; record < records; record++) {
        publisher.send(id, "not a user".getBytes(UTF_8));
      }
    }
    flow.prepare("store", "--until=drained");
  }

  /** Publishes users as Avro, of which a store without a registry makes dead letters. */
  void avroUsersBecomeDeadLetters() {
    int schemaId = new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();
    try (Publisher publisher = new Publisher(flow)) {
      for (int user = 0; user < AVRO_USERS; user++) {
        long number = avroUsers++;
        publisher.send(Publisher.id(number), UserAvro.write(Publisher.user(number), schemaId));
      }
    }
    JobResult store =
        Flow.runHere(flow.argumentsWithout("--schemaRegistry", "store", "--until=drained"));
    assertThat(store.err(), store.exitCode(), is(0));
  }

  void ingestUsers(int users) {
    try (RecordedApi api = RecordedApi.start()) {
      flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=" + users);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    flow.prepare("store", "--until=drained");
  }
}
