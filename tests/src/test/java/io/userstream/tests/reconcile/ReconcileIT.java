package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.deadletters.Origin;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/**
 * Checks the counts and differences that {@code userstream reconcile} reports for intact and for
 * damaged data.
 */
public final class ReconcileIT {
  private static final int USERS = 2_000;
  private static final int ERASED = 25;
  private static final int POISON = 12;

  /** Stored completely and never changed by a test. */
  private static Flow stored;

  @BeforeClass
  public static void storeUsersTombstonesAndPoison() {
    stored = store("reconcile_stored", USERS);
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void drainedStoreReconciles() {
    JobResult result = stored.run("reconcile");

    assertThat(
        result.out(),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=0%n",
                USERS + POISON,
                USERS - ERASED,
                ERASED,
                POISON)));
    assertThat(result.exitCode(), is(0));
  }

  @Test
  @Category(Core.class)
  public void uncommittedRecordsAreInFlight() {
    Flow flow = store("reconcile_behind", 100);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(90, 110).erase(Publisher.id(50)).poison(60).poison(1_000_000);
    }

    JobResult result = flow.run("reconcile");

    int inFlight = 20 + 1 + 2;
    assertThat(
        result.out(),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=%d%n",
                110 + POISON + 2,
                100 - ERASED - 10 - 1,
                ERASED,
                POISON,
                inFlight)));
    assertThat(result.exitCode(), is(0));
  }

  @Test
  public void storeThatCatchesUpIsWaitedFor() throws Exception {
    Flow flow = store("reconcile_settling", 100);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(100, 150);
    }

    CompletableFuture<JobResult> result =
        CompletableFuture.supplyAsync(() -> flow.run("reconcile", "--settleTimeout=4m"));
    flow.prepare("store", "--until=drained");

    assertThat(
        result.get(5, TimeUnit.MINUTES).out(),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=0%n",
                150 + POISON,
                150 - ERASED,
                ERASED,
                POISON)));
    assertThat(result.get().exitCode(), is(0));
  }

  @Test
  public void storeThatStaysBehindIsNamed() {
    Flow flow = store("reconcile_alone", 100);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(100, 150);
    }

    JobResult result = flow.run("reconcile", "--settleTimeout=2s");

    assertThat(
        result.err(),
        containsString(
            "Group "
                + flow.group()
                + " is 50 records of "
                + flow.topic()
                + " behind after 2 s: check that the store is running"));
    assertThat(result.out(), is(""));
    assertThat(result.exitCode(), is(1));
  }

  @Test
  public void countsAreInTheResultFile() throws Exception {
    Path file = stored.stack().directory().resolve("reconcile-result.json");

    assertThat(stored.run("reconcile", "--resultFile=" + file).exitCode(), is(0));

    JsonNode counts = new ObjectMapper().readTree(file.toFile());
    assertThat(counts.get("published").asLong(), is((long) USERS + POISON));
    assertThat(counts.get("stored").asLong(), is((long) USERS - ERASED));
    assertThat(counts.get("erased").asLong(), is((long) ERASED));
    assertThat(counts.get("dead").asLong(), is((long) POISON));
    assertThat(counts.get("inFlight").asLong(), is(0L));
    assertThat(counts.get("differences").asLong(), is(0L));
  }

  @Test
  @Category(OnSpark.class)
  public void missingDeadLettersAreReportedUpToTheLimit() {
    String elsewhere = stored.topic() + ".elsewhere";
    stored.setUp("--deadLetterTopic=" + elsewhere);

    JobResult result =
        stored.run("reconcile", "--deadLetterTopic=" + elsewhere, "--maxDifferences=3");

    List<String> lines = result.out().lines().collect(Collectors.toList());
    assertThat(lines, hasSize(5));
    assertThat(
        lines.subList(0, 3),
        everyItem(allOf(startsWith(stored.topic() + "-"), endsWith(": dead letter missing"))));
    assertThat(lines.get(3), is("and 9 more differences (--maxDifferences)"));
    assertThat(
        lines.get(4),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=%d dead=0 in-flight=0",
                USERS + POISON,
                USERS - ERASED,
                ERASED)));
    assertThat(result.exitCode(), is(3));
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void allManualDamageIsReported() {
    Flow flow = store("reconcile_broken", 100);
    String deleted = Publisher.id(51);
    String changed = Publisher.id(52);
    String emptied = Publisher.id(53);
    String stray = Publisher.id(1_000_000);
    String erased = Publisher.id(0);
    flow.contents().execute("DELETE FROM created_users WHERE id = " + deleted);
    flow.contents().execute("UPDATE created_users SET page_index = 77 WHERE id = " + changed);
    flow.contents().execute("DELETE cell FROM created_users WHERE id = " + emptied);
    flow.contents().execute("INSERT INTO created_users (id) VALUES (" + stray + ")");
    flow.contents().execute("INSERT INTO created_users (id) VALUES (" + erased + ")");
    ConsumerRecord<byte[], byte[]> twice = flow.contents().deadLetters().get(0);
    writeAgain(flow, twice);

    JobResult result = flow.run("reconcile");

    List<String> lines = result.out().lines().collect(Collectors.toList());
    assertThat(
        lines.subList(0, lines.size() - 1),
        containsInAnyOrder(
            startsWith(deleted + ": missing row of " + flow.topic()),
            startsWith(changed + ": row differs from " + flow.topic()),
            startsWith(emptied + ": row differs from " + flow.topic()),
            startsWith(stray + ": unexpected row"),
            startsWith(erased + ": row should be erased by " + flow.topic()),
            is(Origin.inHeaders(twice.headers()).get() + ": dead letter written twice")));
    assertThat(
        lines.get(lines.size() - 1),
        is(
            String.format(
                Locale.ROOT,
                "reconciled: published=%d stored=%d erased=%d dead=%d in-flight=0",
                100 + POISON,
                100 - ERASED - 3 + 1,
                ERASED - 1,
                POISON + 1)));
    assertThat(result.exitCode(), is(3));
  }

  @Test
  public void missingTableIsReportedBeforeAnythingIsRead() {
    JobResult result = stored.run("reconcile", "--cassandraTable=nobody");

    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString("nobody is missing in Cassandra"));
    assertThat(result.out(), is(""));
  }

  /**
   * Publishes users, of which some are written twice and some are erased, and poison records with
   * each kind of key.
   */
  private static Flow store(String name, int users) {
    Flow flow = Flow.on(SharedStack.get(), name).setUp();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, users).users(0, users / 2);
      for (int i = 0; i < ERASED; i++) {
        publisher.erase(Publisher.id(i));
      }
      for (int i = 0; i < POISON; i += 3) {
        publisher.poison(users - 1 - i); // With the key of a user.
        publisher.poison(users + i); // With the key of no user.
        publisher.send("no uuid " + i, "no user".getBytes(StandardCharsets.UTF_8));
      }
    }
    flow.prepare("store", "--until=drained");
    return flow;
  }

  private static void writeAgain(Flow flow, ConsumerRecord<byte[], byte[]> deadLetter) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            flow.stack().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  flow.deadLetterTopic(),
                  null,
                  deadLetter.key(),
                  deadLetter.value(),
                  deadLetter.headers()));
      producer.flush();
    }
  }
}
