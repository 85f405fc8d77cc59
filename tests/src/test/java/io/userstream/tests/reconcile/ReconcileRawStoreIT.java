package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks how {@code userstream reconcile} uses the raw store as evidence. */
public final class ReconcileRawStoreIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NOWHERE =
      "published by the raw store, but in neither the topic, the table nor the dead letters";

  private RecordedApi api;
  private Flow flow;

  @Before
  public void storeUsersOfARawStore() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "reconcile_raw").withRawStore().setUp("--partitions=2");
    ingest("--seed=s", "--users=100");
    flow.prepare("store", "--until=drained");
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  @Category(OnSpark.class)
  public void rowsAreDifferencesAfterTheTopicIsRecreatedAndTheTableEmptied() throws Exception {
    loseEverything();

    assertEverythingIsMissed();
  }

  @Test
  public void rowsOfAReleaseWithoutTopicMarksAreDifferences() throws Exception {
    loseEverything();
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET published_to = NULL, published_at = now() - interval '3 days'");

    assertEverythingIsMissed();
  }

  @Test
  @Category(Core.class)
  public void unpublishedRowsAreCountedAndFailAboveTheLimit() throws Exception {
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index < 40");
    Path file = flow.stack().directory().resolve(flow.topic() + ".json");
    String counts =
        "reconciled: published=100 stored=100 erased=0 dead=0 in-flight=0 raw=100 unpublished=40\n";

    JobResult allowed = flow.run("reconcile", "--maxUnpublished=40", "--resultFile=" + file);
    assertThat(allowed.out(), is(counts));
    assertThat(allowed.exitCode(), is(0));
    JsonNode written = new ObjectMapper().readTree(file.toFile());
    assertThat(written.get("raw").asLong(), is(100L));
    assertThat(written.get("unpublished").asLong(), is(40L));

    JobResult refused = flow.run("reconcile", "--maxUnpublished=0");
    assertThat(
        refused.out(),
        is(
            "40 rows of the raw store were never published: more than --maxUnpublished=0 (run"
                + " userstream publish)\n"
                + counts));
    assertThat(refused.exitCode(), is(3));
  }

  @Test
  public void rowsOfAnotherTopicAreIgnored() {
    Flow other = Flow.on(SharedStack.get(), "reconcile_other").setUp("--partitions=2");
    String[] toOther = {"--topic=" + other.topic(), "--deadLetterTopic=" + other.deadLetterTopic()};
    ingest("--seed=t", "--users=30", toOther[0], toOther[1]);

    JobResult before = flow.run("reconcile", "--maxUnpublished=0");
    assertThat(
        before.out(),
        is(
            "reconciled: published=100 stored=100 erased=0 dead=0 in-flight=0 raw=130"
                + " unpublished=0\n"));
    assertThat(before.exitCode(), is(0));

    flow.prepare("publish", "--seed=s", toOther[0], toOther[1]);
    assertThat(
        "the replay to the other topic keeps the marks of this one",
        flow.rawStore()
            .number(
                "SELECT count(*) FROM raw_users WHERE jsonb_exists(published_to, '"
                    + flow.topic()
                    + "') AND jsonb_exists(published_to, '"
                    + other.topic()
                    + "')"),
        is(100L));
    assertThat(flow.run("reconcile").exitCode(), is(0));
  }

  @Test
  public void rowThatBecameADeadLetterIsDead() {
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email',"
                + " uuid = '00000000-0000-4000-8000-000000000007', published_at = NULL,"
                + " published_to = NULL WHERE index = 7");
    flow.prepare("publish");

    JobResult result = flow.run("reconcile");

    assertThat(
        result.out(),
        is(
            "reconciled: published=101 stored=100 erased=0 dead=1 in-flight=0 raw=100"
                + " unpublished=0\n"));
    assertThat(result.exitCode(), is(0));
  }

  @Test
  public void marksDecideWhetherCompactionCanHaveRemovedTheRecord() {
    String id =
        flow.rawStore()
            .texts("SELECT published_to #>> '{" + flow.topic() + ",topicId}' FROM raw_users")
            .get(0);
    long threeDays = Duration.ofDays(3).toMillis();
    mark(1, id, 0, 0, threeDays); // Compaction may have removed the record and its tombstone.
    mark(2, id, 0, 0, 0); // A tombstone would still exist.
    mark(3, id, 0, 1_000_000, threeDays); // The log ends before this offset.
    mark(4, "another-id", 0, 0, threeDays);
    mark(5, id, 99, 0, threeDays); // The topic has no such partition.

    JobResult result = flow.run("reconcile");

    List<String> lines = result.out().lines().toList();
    assertThat(
        lines.subList(0, lines.size() - 1),
        containsInAnyOrder(
            row(2) + ": " + NOWHERE,
            row(3) + ": " + NOWHERE,
            row(4) + ": " + NOWHERE,
            row(5) + ": " + NOWHERE));
    assertThat(
        lines.get(lines.size() - 1),
        is(
            "reconciled: published=105 stored=100 erased=1 dead=0 in-flight=0 raw=105"
                + " unpublished=0"));
    assertThat(result.exitCode(), is(3));
  }

  @Test
  @Category(OnSpark.class)
  public void userWhoseTombstoneWasCompactedAwayIsErased() throws Exception {
    String erased = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
    try (Admin admin = Admin.create(flow.stack().kafkaClient());
        Publisher publisher = new Publisher(flow)) {
      publisher.erase(erased).flush();
      flow.prepare(
          "store",
          "--until=drained"); // Stores the tombstone first: a compacted tombstone erases no row.
      TopicConfig.set(admin, flow.topic(), "segment.ms", "100");
      TopicConfig.set(admin, flow.topic(), "min.compaction.lag.ms", "0");
      TopicConfig.set(admin, flow.topic(), "min.cleanable.dirty.ratio", "0.001");
      TopicConfig.set(admin, flow.topic(), "delete.retention.ms", "1");
      Await.until(
          "the log holds no record of the user",
          LIMIT,
          () -> {
            publisher.users(0, 10).flush(); // Later records roll the segments.
            return !flow.contents().keys().contains(erased);
          });
    }
    flow.prepare("store", "--until=drained");

    JobResult result = flow.run("reconcile");

    assertThat(
        result.out(),
        is(
            "reconciled: published=110 stored=109 erased=1 dead=0 in-flight=0 raw=100"
                + " unpublished=0\n"));
    assertThat(result.exitCode(), is(0));

    flow.rawStore().execute("UPDATE raw_users SET published_to = NULL");
    JobResult legacy = flow.run("reconcile");
    assertThat("the log starts after the row was written", legacy.out(), is(result.out()));
    assertThat(legacy.exitCode(), is(0));
  }

  private void loseEverything() throws Exception {
    try (Admin admin = Admin.create(flow.stack().kafkaClient())) {
      List<String> topics = List.of(flow.topic(), flow.deadLetterTopic());
      admin.deleteTopics(topics).all().get();
      Await.until(
          "the topics are deleted",
          LIMIT,
          () -> admin.listTopics().names().get().stream().noneMatch(topics::contains));
    }
    flow.contents().execute("TRUNCATE created_users");
    flow.setUp("--partitions=2");
  }

  private void assertEverythingIsMissed() {
    JobResult result = flow.run("reconcile", "--maxDifferences=1000");

    List<String> lines = result.out().lines().toList();
    assertThat(lines, hasSize(101));
    assertThat(lines.get(0), endsWith(": " + NOWHERE));
    assertThat(
        lines.get(100),
        is("reconciled: published=100 stored=0 erased=0 dead=0 in-flight=0 raw=100 unpublished=0"));
    assertThat(result.exitCode(), is(3));
  }

  /** Adds a row with a user of its own and a mark of the given age. */
  private void mark(int number, String topicId, int partition, long offset, long agoMs) {
    flow.rawStore()
        .execute(
            String.format(
                Locale.ROOT,
                "INSERT INTO raw_users (uuid, seed, page, index, api_version, payload, fetched_at,"
                    + " published_at, published_to) VALUES ('%s', 'marked', 1, %d, '1.4', '{}',"
                    + " now(), now(), jsonb_build_object('%s', jsonb_build_object('topicId', '%s',"
                    + " 'partition', %d, 'offset', %d, 'at',"
                    + " (extract(epoch FROM now()) * 1000)::bigint - %d)))",
                row(number),
                number,
                flow.topic(),
                topicId,
                partition,
                offset,
                agoMs));
  }

  private static String row(int number) {
    return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012d", number);
  }

  private void ingest(String... more) {
    String[] options = new String[more.length + 1];
    options[0] = "--source=" + api.url();
    System.arraycopy(more, 0, options, 1, more.length);
    flow.prepare("ingest", options);
  }
}
