package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.UserSchemas;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SchemaRegistryNode;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the jobs with a schema registry that fails, starts late, or holds other schemas. */
public class RegistryFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Flow flow = Flow.on(SharedStack.get(), "registry").withSchemaRegistry();
  private final SchemaRegistryNode node = flow.stack().schemaRegistry();
  private final AvroPublisher registry = new AvroPublisher(flow);
  private final String subject = flow.topic() + "-value";
  private final GroupOffsets offsets = new GroupOffsets(flow);

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  @Category(OnSpark.class)
  public void onlyRecordsWithANewSchemaWaitForTheRegistry() {
    flow.setUp();
    int ownId = registry.register(subject, UserAvro.SCHEMA).id();
    Schema newer = UserSchemas.withOptional("nickname");
    try (Publisher publisher = new Publisher(flow);
        JobProcess driver = flow.start("store")) {
      avro(publisher, 0, 500, ownId);
      Await.until("records are committed", LIMIT, () -> offsets.sum() == 500);
      int newerId = registry.register(subject, newer).id();
      node.kill();
      try {
        avro(publisher, 500, 1_000, ownId);
        Await.until("records with known schemas are stored", LIMIT, () -> offsets.sum() == 1_000);
        for (long number = 1_000; number < 1_100; number++) {
          User user = Publisher.user(number);
          publisher.send(user.id(), AvroPublisher.value(user, newerId, newer, record -> {}));
        }
        publisher.flush();
        Await.until(
            "the driver reports that it waits for the registry",
            LIMIT,
            () ->
                driver.err().contains("retrying its ranges")
                    && driver.err().contains("lookup of schema id " + newerId));
        assertThat(offsets.sum(), is(1_000L));
      } finally {
        node.start();
      }
      Await.until("all records are committed", LIMIT, () -> offsets.sum() == 1_100);
    }
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 1_100)));
    assertThat(flow.contents().deadLetters(), is(empty()));
  }

  @Test
  public void jobWaitsForARegistryThatIsDownAtTheStart() {
    flow.setUp();
    node.kill();
    try (JobProcess driver = flow.start("store", "--until=drained")) {
      Await.until(
          "the job reports that it waits",
          LIMIT,
          () -> driver.err().contains("waiting for Schema registry at " + node.url()));
      node.start();
      assertThat(driver.err(), driver.awaitEnd(LIMIT), is(0));
    } finally {
      if (!node.isRunning()) {
        node.start();
      }
    }
  }

  @Test
  public void noJobRunsWithASchemaThatItCannotRead() {
    flow.setUp();
    registry.setCompatibility(subject, "NONE");
    int id = registry.register(subject, UserSchemas.incompatible()).id();

    for (String command : new String[] {"store", "reconcile", "ingest"}) {
      JobResult result = flow.run(command);

      assertThat(result.err(), result.exitCode(), is(1));
      assertThat(
          result.err(),
          containsString(
              "userstream "
                  + command
                  + ": Subject "
                  + subject
                  + " has a schema that this build cannot read: version 2 (id "
                  + id
                  + "): READER_FIELD_MISSING_DEFAULT_VALUE email."));
    }
  }

  @Test
  public void noJobRunsWithoutTheSchemaThatSetupRegisters() {
    // The topic exists, but setup did not create it.
    flow.setUp();
    String other = flow.deadLetterTopic();

    JobResult result = flow.run("ingest", "--topic=" + other);

    assertThat(result.err(), result.exitCode(), is(1));
    assertThat(
        result.err(),
        containsString(
            "userstream ingest: Subject "
                + other
                + "-value has no schema in the registry: run userstream setup."));
  }

  private static void avro(Publisher publisher, long from, long to, int schemaId) {
    for (long number = from; number < to; number++) {
      User user = Publisher.user(number);
      publisher.send(user.id(), UserAvro.write(user, schemaId));
    }
    publisher.flush();
  }
}
