package io.userstream.tests.faults;

import io.userstream.model.User;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.UserSchemas;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LaggingRegistry;
import java.time.Duration;
import java.util.SortedSet;
import org.apache.avro.Schema;

/** Faults of the schema registry, under an Avro flow in addition to the other one. */
final class RegistryCells {
  static final Cell LAGGING =
      new Cell(
          "registry-lagging",
          Stage.WHOLE,
          60,
          "a node of the registry does not know a new schema for some seconds",
          RegistryCells::lagging);

  private static final int USERS = 1_000;

  private RegistryCells() {}

  private static Duration lagging(FlowUnderFire fire) {
    Flow flow =
        Flow.on(fire.stack(), "avro")
            .withSchemaRegistry()
            .setUp("--replicationFactor=" + fire.stack().kafka().nodes().size());
    Duration again;
    try (LaggingRegistry registry = LaggingRegistry.before(flow.stack().schemaRegistry().url());
        Publisher publisher = new Publisher(flow);
        GroupOffsets offsets = new GroupOffsets(flow);
        JobProcess driver =
            flow.start(flow.sparkSubmit(), "store", "--schemaRegistry=" + registry.url())) {
      AvroPublisher avro = new AvroPublisher(flow);
      send(publisher, avro, "first", 0);
      await(offsets, driver, USERS);
      registry.hideSchemas(1 + fire.random().nextInt(4));
      long start = System.nanoTime();
      send(publisher, avro, "second", USERS);
      await(offsets, driver, 2 * USERS);
      again = Duration.ofNanos(System.nanoTime() - start);
    }
    if (!flow.contents().deadLetters().isEmpty()) {
      throw new AssertionError(flow.contents().deadLetters().size() + " dead letters");
    }
    SortedSet<String> expected = Publisher.ids(0, 2 * USERS);
    if (!flow.contents().rowIds().equals(expected)) {
      throw new AssertionError("the table does not have the rows of " + expected.size() + " users");
    }
    flow.tearDown();
    return again;
  }

  /** Sends users with a schema that no job knows. */
  private static void send(Publisher publisher, AvroPublisher avro, String field, long from) {
    Schema schema = UserSchemas.withOptional(field);
    // Under a subject whose versions no job requests.
    int id = avro.register("later-" + field + "-value", schema).id();
    for (long number = from; number < from + USERS; number++) {
      User user = Publisher.user(number);
      publisher.send(user.id(), AvroPublisher.value(user, id, schema, record -> {}));
    }
    publisher.flush();
  }

  private static void await(GroupOffsets offsets, JobProcess driver, long sum) {
    Await.until(
        sum + " are committed",
        FlowUnderFire.LIMIT,
        () -> {
          if (!driver.isRunning()) {
            throw new IllegalStateException("the driver has ended:\n" + driver.output());
          }
          return offsets.sum() == sum;
        });
  }
}
