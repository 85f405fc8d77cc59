package io.userstream.tests.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.io.deadletters.DeadLetterRemoval;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks that erased users are gone from everywhere, and do not come back. */
public class EraseIT {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "erase");
  private String key;

  @Before
  public void setUp() throws IOException {
    key = "--erasureKey=file:" + keyFile("erasures.key", 7);
    flow.setUp(key);
  }

  @Test
  @Category({Core.class, OnSpark.class})
  public void userIsGoneFromTheTableAndTheDeadLettersAndStaysAway() throws Exception {
    String id = Publisher.id(3);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.poison(3).users(0, 100);
      for (int number = 100; number < 120; number++) {
        publisher.poison(number);
      }
      // The record is in the log, and was not compacted.
      publisher.poison(3);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    assertThat(letters(), hasSize(22));
    Path file = folder.getRoot().toPath().resolve("certificate.json");

    JobResult erase = flow.run("erase", key, "--id=" + id, "--resultFile=" + file);

    assertThat(erase.err(), erase.exitCode(), is(0));
    assertThat(erase.out(), containsString("erased: users=1 rows=1 dead=2"));
    SortedSet<String> rest = Publisher.ids(0, 100);
    rest.remove(id);
    assertThat(flow.contents().rowIds(), is(rest));
    assertThat("of other users", letters(), hasSize(20));
    assertThat(letters().stream().map(EraseIT::keyOf).toList(), not(hasItem(id)));
    JsonNode certificate = new ObjectMapper().readTree(file.toFile());
    JsonNode user = certificate.path("users").path(0);
    assertThat(user.path("id").asText(), is(id));
    assertThat(user.path("row").asBoolean(), is(true));
    assertThat(user.path("deadLetters").asInt(), is(2));
    assertThat(user.path("tombstone").asText(), containsString(flow.topic() + "-"));
    assertThat(
        certificate.path("kafkaKeeps").path(0).path("until").asText(),
        containsString("max.compaction.lag.ms is not set"));
    assertThat(flow.storeAll().exitCode(), is(0));
    assertReconciled(0, "published=122 stored=99 erased=3 dead=20 in-flight=0", key);

    assertThat(
        "nothing is found twice",
        flow.run("erase", key, "--id=" + id).out(),
        containsString("erased: users=1 rows=0 dead=0"));
    assertThat(letters(), hasSize(20));
  }

  @Test
  public void removalThatWasKilledHalfwayNeitherLosesNorDoublesDeadLetters() throws Exception {
    String id = Publisher.id(3);
    try (Publisher publisher = new Publisher(flow)) {
      for (int number = 0; number < 40; number++) {
        publisher.poison(number);
      }
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    copyHalfOfTheDeadLettersBefore(id);
    assertReconciled(0, "published=40 stored=0 erased=0 dead=40 in-flight=0", key);

    assertThat(
        flow.run("erase", key, "--id=" + id).out(),
        containsString("erased: users=1 rows=0 dead=1"));

    assertThat(new TreeSet<>(letters().stream().map(EraseIT::keyOf).toList()), hasSize(39));
    assertThat(letters(), hasSize(39));
    assertThat(flow.storeAll().exitCode(), is(0));
    assertReconciled(0, "published=41 stored=0 erased=2 dead=39 in-flight=0", key);
  }

  @Test
  public void nothingBringsAnErasedUserBack() throws Exception {
    flow.withRawStore().prepare("setup", key);
    try (RecordedApi api = RecordedApi.start()) {
      String[] ingest = {"--source=" + api.url(), "--seed=s", "--users=20", key};
      flow.prepare("ingest", ingest);
      assertThat(flow.storeAll().exitCode(), is(0));
      String id = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
      String email =
          flow.rawStore().texts("SELECT payload ->> 'email' FROM raw_users WHERE index = 7").get(0);
      Path file = Files.writeString(folder.newFile().toPath(), email);

      JobResult erase = flow.run("erase", key, "--email=file:" + file);

      assertThat(erase.err(), erase.exitCode(), is(0));
      assertThat(erase.out(), containsString("erased: users=1 rows=1 raw=1 dead=0"));
      assertThat(erase.out() + erase.err(), not(containsString(email)));
      assertThat(flow.rawStore().texts("SELECT uuid FROM raw_users"), not(hasItem(id)));
      assertThat(
          flow.rawStore().texts("SELECT count(*) FROM raw_users WHERE payload::text LIKE '%@%'"),
          is(List.of("19")));
      flow.prepare("ingest", ingest);
      flow.prepare("publish", key, "--seed=s");
      assertThat(flow.storeAll().exitCode(), is(0));
      assertThat(flow.run("replay", key).exitCode(), is(0));
      assertAbsent(id, 19);

      // The same users from another seed, and without a raw store.
      flow.rawStore().execute("TRUNCATE raw_users");
      flow.prepare("ingest", ingest);
      assertThat(
          Flow.runHere(flow.argumentsWithout("--rawStore", "ingest", ingest)).out(),
          containsString("published=19 erased=1"));
      assertThat(flow.storeAll().exitCode(), is(0));
      assertAbsent(id, 19);

      JobResult withoutKey = flow.run("publish", "--seed=s");
      assertThat(withoutKey.exitCode(), is(1));
      assertThat(withoutKey.err(), containsString("who must not come back: set --erasureKey"));
    }
  }

  private void assertAbsent(String id, int others) {
    assertThat(flow.contents().rowIds(), hasSize(others));
    assertThat(flow.contents().rowIds(), not(hasItem(id)));
    JobResult reconcile = flow.prepare("reconcile", key);
    assertThat(reconcile.out(), containsString(" stored=" + others + " erased=1 dead=0"));
  }

  @Test
  public void reconcileFindsAnErasedUserWhoIsBack() {
    String id = Publisher.id(1);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 2);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    assertThat(flow.run("erase", key, "--id=" + id).exitCode(), is(0));
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(1, 2);
    }
    assertThat(flow.storeAll().exitCode(), is(0));

    JobResult reconcile = flow.run("reconcile", key);

    assertThat(reconcile.exitCode(), is(3));
    assertThat(reconcile.out(), containsString(id + ": erased, but has a row"));
    assertThat(reconcile.out(), containsString(id + ": erased, but published again as "));
  }

  @Test
  public void userWhoIsWrittenMeanwhileIsNoticed() {
    String id = Publisher.id(1);
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 2);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    // As if another job wrote it after the tombstone.
    flow.contents()
        .execute(
            String.format(
                "UPDATE %s.%s USING TIMESTAMP 4102444800000000 SET first_name = 'Somebody'"
                    + " WHERE id = %s",
                flow.keyspace(), flow.table(), id));

    JobResult erase = flow.run("erase", key, "--id=" + id);

    assertThat(erase.exitCode(), is(1));
    assertThat(erase.err(), containsString("Another job wrote [" + id + "] while"));
    assertThat(erase.out(), not(containsString("erased:")));
  }

  @Test
  public void usersAreListedAndNotInTheRawStoreBeforeTheirTombstonesAreWritten() throws Exception {
    flow.withRawStore().prepare("setup", key);
    try (RecordedApi api = RecordedApi.start()) {
      flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=20", key);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    String id = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
    int before = flow.contents().records().size();
    setMaxMessageBytes(1); // Kafka refuses each tombstone.

    assertThat(flow.run("erase", key, "--id=" + id).exitCode(), is(1));

    assertThat(flow.contents().records(), hasSize(before));
    assertThat(flow.contents().rowIds(), hasItem(id));
    assertThat(flow.rawStore().texts("SELECT uuid FROM raw_users"), not(hasItem(id)));
    assertThat(
        flow.run("replay").err(), containsString("who must not come back: set --erasureKey"));
    setMaxMessageBytes(1 << 20);
    assertThat(
        flow.run("erase", key, "--id=" + id).out(),
        containsString("erased: users=1 rows=1 raw=0 dead=0"));
  }

  private void setMaxMessageBytes(int bytes) throws Exception {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      TopicConfig.set(admin, flow.topic(), "max.message.bytes", Integer.toString(bytes));
    }
  }

  @Test
  public void listThatCannotBeReadStopsEverything() throws Exception {
    assertThat(flow.run("erase", key, "--id=" + Publisher.id(1)).exitCode(), is(0));
    int before = flow.contents().records().size();
    String other = "--erasureKey=file:" + keyFile("other.key", 8);

    JobResult erase = flow.run("erase", other, "--id=" + Publisher.id(2));
    assertThat(erase.exitCode(), is(1));
    assertThat(erase.err(), containsString("was written with another key than that of"));
    JobResult replay = flow.run("replay", other);
    assertThat(replay.exitCode(), is(1));

    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      producer
          .send(new ProducerRecord<>(flow.topic() + ".erasures", "x".getBytes(UTF_8), null))
          .get();
    }
    JobResult broken = flow.run("erase", key, "--id=" + Publisher.id(2));
    assertThat(broken.exitCode(), is(1));
    assertThat(broken.err(), containsString("is not an entry of the erasure list"));
    assertThat(flow.contents().records(), hasSize(before));
  }

  @Test
  public void dryRunChangesNothing() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 2).poison(1);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    Path ids = Files.writeString(folder.newFile().toPath(), "# the first\n" + Publisher.id(1));

    assertThat(
        flow.run("erase", key, "--ids=" + ids, "--dryRun").out(),
        is(String.format("would erase users=1: rows=1 dead=1%n")));

    assertThat(flow.contents().rowIds(), hasSize(2));
    assertThat(flow.contents().records(), hasSize(3));
    assertThat(letters(), hasSize(1));
  }

  @Test
  public void wrongOptionsAreReportedTogether() throws Exception {
    Path ids = Files.writeString(folder.newFile().toPath(), "nobody@example.com\n");
    JobResult erase = flow.run("erase", "--id=1", "--ids=" + ids, "--email=nobody@example.com");
    assertThat(erase.exitCode(), is(2));
    assertThat(erase.err(), containsString("--id=1: is not a uuid"));
    assertThat(erase.err(), containsString("1 lines are not uuids (not shown here), such as [1]"));
    assertThat(erase.err(), containsString("--erasureKey: is required"));
    assertThat(erase.err(), containsString("--email"));
    assertThat(erase.err(), not(containsString("nobody@example.com")));
    assertThat(flow.contents().rowIds(), is(empty()));
  }

  private String keyFile(String name, int content) throws IOException {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) content;
    Path file = folder.getRoot().toPath().resolve(name);
    return Files.writeString(file, Base64.getEncoder().encodeToString(bytes)).toString();
  }

  /** Leaves what a removal that was killed would leave. */
  private void copyHalfOfTheDeadLettersBefore(String id) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> all = flow.contents().deadLetters();
    ConsumerRecord<byte[], byte[]> removed =
        all.stream().filter(letter -> keyOf(letter).equals(id)).findFirst().orElseThrow();
    try (KafkaProducer<byte[], byte[]> producer = KafkaClients.producer(flow.stack())) {
      for (ConsumerRecord<byte[], byte[]> letter : all) {
        if (letter.partition() == removed.partition()
            && letter.offset() < removed.offset()
            && letter.offset() % 2 == 0) {
          letter
              .headers()
              .add(DeadLetterRemoval.MOVED_FROM, Long.toString(letter.offset()).getBytes(UTF_8));
          producer
              .send(
                  new ProducerRecord<>(
                      letter.topic(),
                      letter.partition(),
                      letter.timestamp(),
                      letter.key(),
                      letter.value(),
                      letter.headers()))
              .get();
        }
      }
    }
  }

  private void assertReconciled(int code, String expected, String... more) {
    JobResult reconcile = flow.run("reconcile", more);
    assertThat(reconcile.err() + reconcile.out(), reconcile.exitCode(), is(code));
    assertThat(reconcile.out(), containsString("reconciled: " + expected));
  }

  private List<ConsumerRecord<byte[], byte[]>> letters() {
    return flow.contents().deadLetters();
  }

  private static String keyOf(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }
}
