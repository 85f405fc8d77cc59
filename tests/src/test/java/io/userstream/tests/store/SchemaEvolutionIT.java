package io.userstream.tests.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.userstream.io.deadletters.DeadLetter;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.UserSchemas;
import io.userstream.tests.stack.SharedStack;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Checks that records of producers with other schema versions are read or become dead letters, with
 * a real registry.
 */
public class SchemaEvolutionIT {
  private final Flow flow = Flow.on(SharedStack.get(), "evolution").withSchemaRegistry();
  private final AvroPublisher registry = new AvroPublisher(flow);
  private final String subject = flow.topic() + "-value";

  @Test
  public void recordsOfAnOlderProducerAreRead() {
    Schema older = UserSchemas.without("cell", "nationality");
    registry.setCompatibility(subject, "BACKWARD_TRANSITIVE");
    int olderId = registry.register(subject, older).id();
    flow.setUp();
    User user = Publisher.user(1);
    publish(user, AvroPublisher.value(user, olderId, older, record -> {}));

    storeAndReconcile("published=1 stored=1 erased=0 dead=0 in-flight=0");

    assertThat(flow.contents().column("first_name"), is(Map.of(user.id(), user.firstName())));
    assertThat(flow.contents().column("cell").get(user.id()), is(nullValue()));
  }

  @Test
  public void recordsOfANewerProducerWithAnAdditionalOptionalFieldAreRead() {
    flow.setUp();
    Schema newer = UserSchemas.withOptional("nickname");
    int newerId = registry.register(subject, newer).id();
    User user = Publisher.user(1);
    publish(
        user,
        AvroPublisher.value(user, newerId, newer, record -> record.put("nickname", "The Count")));

    storeAndReconcile("published=1 stored=1 erased=0 dead=0 in-flight=0");

    assertThat(flow.contents().column("cell"), is(Map.of(user.id(), user.cell())));
  }

  @Test
  public void recordsWhoseSchemaRefersToAnotherOneAreRead() {
    flow.setUp();
    Schema mood = SchemaBuilder.enumeration("com.example.Mood").symbols("GOOD", "BAD");
    String moodSubject = flow.topic() + "-mood";
    assertThat(registry.register(moodSubject, mood).status(), is(200));
    String text = UserSchemas.withOptionalReference("mood", mood.getFullName());
    int id = registry.registerReferring(subject, text, mood.getFullName(), moodSubject).id();
    Schema.Parser parser = new Schema.Parser();
    Schema unused = parser.parse(mood.toString());
    Schema schema = parser.parse(text);
    User user = Publisher.user(1);
    publish(
        user,
        AvroPublisher.value(
            user,
            id,
            schema,
            record -> record.put("mood", new GenericData.EnumSymbol(mood, "GOOD"))));

    storeAndReconcile("published=1 stored=1 erased=0 dead=0 in-flight=0");

    assertThat(flow.contents().column("cell"), is(Map.of(user.id(), user.cell())));
  }

  @Test
  @Category(Core.class)
  public void incompatibleSchemaIsRejectedAndItsRecordsBecomeDeadLettersWithTheReason() {
    flow.setUp();
    Schema incompatible = UserSchemas.incompatible();

    assertThat(registry.register(subject, incompatible).status(), is(409));
    int id = registry.register(subject + "-past-the-rule", incompatible).id();
    User user = Publisher.user(1);
    publish(
        user,
        AvroPublisher.value(user, id, incompatible, record -> record.put("mail", user.email())));

    storeAndReconcile("published=1 stored=0 erased=0 dead=1 in-flight=0");
    assertDead("malformed", "schema id " + id, user);
  }

  @Test
  @Category(OnSpark.class)
  public void unknownSchemaIdMakesADeadLetter() {
    flow.setUp();
    User user = Publisher.user(1);
    publish(user, UserAvro.write(user, 1_000_000));

    storeAndReconcile("published=1 stored=0 erased=0 dead=1 in-flight=0");
    assertDead("unknown-schema", "schema id 1000000 is not known", user);
  }

  @Test
  @Category(OnSpark.class)
  public void topicMayMixJsonAndAvroOfAllVersions() {
    flow.setUp();
    Schema newer = UserSchemas.withOptional("nickname");
    int ownId = registry.register(subject, UserAvro.SCHEMA).id();
    int newerId = registry.register(subject, newer).id();
    assertThat(newerId, is(not(ownId)));
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = 0; number < 3_000; number++) {
        User user = Publisher.user(number);
        switch ((int) (number % 3)) {
          case 0 -> publisher.user(user);
          case 1 -> publisher.send(user.id(), UserAvro.write(user, ownId));
          default ->
              publisher.send(user.id(), AvroPublisher.value(user, newerId, newer, record -> {}));
        }
      }
      // A later state of a user may use the other format.
      publisher.user(Publisher.user(1)).erase(Publisher.id(2));
    }

    storeAndReconcile("published=3000 stored=2999 erased=1 dead=0 in-flight=0");

    assertThat(flow.contents().rowIds(), hasSize(2_999));
    assertThat(flow.contents().deadLetters(), is(empty()));
  }

  private void publish(User user, byte[] value) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.send(user.id(), value);
    }
  }

  private void storeAndReconcile(String expected) {
    JobResult store = flow.storeAll();
    assertThat(store.err(), store.exitCode(), is(0));
    assertThat(flow.prepare("reconcile").out(), containsString("reconciled: " + expected));
  }

  private void assertDead(String reason, String detail, User user) {
    List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
    assertThat(letters, hasSize(1));
    assertThat(header(letters.get(0), DeadLetter.ERROR_REASON), is(reason));
    assertThat(
        header(letters.get(0), DeadLetter.ERROR_DETAIL),
        allOf(containsString(detail), not(containsString(user.lastName()))));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
