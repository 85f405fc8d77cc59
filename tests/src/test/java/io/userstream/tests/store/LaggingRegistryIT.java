package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.model.User;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.UserSchemas;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.JobRunner;
import io.userstream.tests.stack.LaggingRegistry;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the jobs with a registry node that does not know a schema yet or does not show it. */
public class LaggingRegistryIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int UNREGISTERED = 987_654;

  /** Registers a schema after the jobs have read the versions of their topic's subject. */
  private final Schema newer = UserSchemas.withOptional("nickname");

  private final Flow flow = Flow.on(SharedStack.get(), "lagging").withSchemaRegistry();
  private final LaggingRegistry lagging =
      LaggingRegistry.before(flow.stack().schemaRegistry().url());
  private int newerId;

  @Before
  public void setUp() {
    flow.setUp();
    // Uses another subject, because jobs would otherwise read the schema at their start.
    newerId = new AvroPublisher(flow).register(flow.topic() + "-later", newer).id();
  }

  @After
  public void close() {
    lagging.close();
  }

  @Test
  @Category(OnSpark.class)
  public void schemaThatTheNodeDoesNotKnowYetMakesNoDeadLetter() {
    publish(newerId, 0, 100);
    lagging.hideSchemas(3);

    JobResult stored = run("store", "--until=drained");

    assertThat(stored.err(), stored.exitCode(), is(0));
    assertThat(flow.contents().deadLetters(), is(empty()));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 100)));
    assertLogged(
        "one log line per id, not per record", stored, "Schema id " + newerId + " is unknown", 1);
  }

  @Test
  @Category(OnSpark.class)
  public void deadLettersAreDecodedWithTheSamePatience() {
    publish(newerId, 0, 100);
    flow.prepare("store", "--until=drained");

    // Runs processes, because this JVM already knows the schema.
    lagging.hideSchemas(3);
    JobResult reconciled = run("reconcile");
    assertThat(reconciled.err(), reconciled.exitCode(), is(0));

    lagging.hideSchemas(3);
    JobResult tail = run("tail");
    assertThat(tail.out().lines().filter(line -> line.contains("\"user\":")).count(), is(100L));
  }

  @Test
  public void unknownSchemaIsWaitedForOnceAndThenMakesDeadLetters() {
    publish(UNREGISTERED, 0, 300);
    publish(newerId, 300, 400);

    JobResult stored =
        run("store", "--until=drained", "--maxRunRecords=50", "--schemaLookupTimeout=4s");

    assertThat(stored.err(), stored.exitCode(), is(0));
    assertThat(flow.contents().deadLetters(), hasSize(300));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(300, 400)));
    assertThat(
        "each run looks the schema up again", lagging.questions(UNREGISTERED), is(greaterThan(6)));
    assertLogged(
        "the job waits for the schema once, not in each run",
        stored,
        "Schema id " + UNREGISTERED,
        2);
  }

  @Test
  @Category(OnSpark.class)
  public void registryThatDeniesAccessStopsTheJobWithItsMessage() {
    publish(newerId, 0, 100);
    lagging.denySchemas("User:ada is denied operation Read on Subject: users-value");

    for (String command : new String[] {"store", "reconcile"}) {
      JobResult denied =
          command.equals("store") ? run("store", "--until=drained") : run("reconcile");

      assertThat(denied.err(), denied.exitCode(), is(1));
      assertThat(
          denied.err(),
          containsString("User:ada is denied operation Read on Subject: users-value"));
    }
    assertThat(flow.contents().deadLetters(), is(empty()));

    lagging.denySchemas(null);
    assertThat(run("store", "--until=drained").exitCode(), is(0));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 100)));
  }

  @Test
  public void subjectThatTheNodeDoesNotKnowYetIsRequestedAgainAtTheStart() {
    lagging.hideSubjects(3);
    JobResult stored = run("store", "--until=drained");
    assertThat(stored.err(), stored.exitCode(), is(0));

    lagging.hideSubjects(1_000);
    JobResult missing = run("store", "--until=drained", "--schemaLookupTimeout=2s");
    assertThat(missing.exitCode(), is(1));
    assertThat(
        missing.err(), containsString("has no schema in the registry: run userstream setup."));
  }

  private JobResult run(String command, String... more) {
    String[] options = new String[more.length + 1];
    System.arraycopy(more, 0, options, 0, more.length);
    options[more.length] = "--schemaRegistry=" + lagging.url();
    try (JobProcess job = flow.start(command, options)) {
      int code = job.awaitEnd(LIMIT);
      return JobResult.of(code, job.out(), job.err());
    }
  }

  private void publish(int schemaId, long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      for (long number = from; number < to; number++) {
        User user = Publisher.user(number);
        publisher.send(user.id(), AvroPublisher.value(user, schemaId, newer, record -> {}));
      }
      publisher.flush();
    }
  }

  /** On Spark, executors decode records, and the driver's log does not contain theirs. */
  private static void assertLogged(String reason, JobResult result, String text, long lines) {
    assertThat(
        reason,
        result.err().lines().filter(line -> line.contains(text)).count(),
        is(JobRunner.chosen() == JobRunner.DIRECT ? lines : 0));
  }
}
