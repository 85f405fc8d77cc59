package io.userstream.tests.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.model.User;
import io.userstream.model.UserAvro;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.AvroPublisher;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.flow.TopicConfig;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/**
 * Checks that dead letters are processed again. Their records are Avro, and the store that made
 * dead letters of them had no registry.
 */
public class RedriveIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "redrive").withSchemaRegistry().setUp();
  private final int schemaId =
      new AvroPublisher(flow).register(flow.topic() + "-value", UserAvro.SCHEMA).id();

  @Test
  @Category({Core.class, OnSpark.class})
  public void deadLettersBecomeRowsOnceAndReconcile() throws Exception {
    User younger = Publisher.user(5).toBuilder().setFirstName("Younger").build();
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 300);
      publisher.poison(300).user(younger).erase(Publisher.id(6));
    }
    storeWithoutRegistry();
    assertThat(flow.contents().deadLetters(), hasSize(301));
    Path file = folder.getRoot().toPath().resolve("result.json");

    JobResult redrive = flow.run("redrive", "--resultFile=" + file);

    assertThat(redrive.err(), redrive.exitCode(), is(0));
    assertThat(redrive.out(), containsString("redriven: letters=300 raw=0 failing=1 gone=0 lag=0"));
    JsonNode result = new ObjectMapper().readTree(file.toFile());
    assertThat(result.path("letters").asLong(), is(300L));
    assertThat(result.path("failing").asLong(), is(1L));
    SortedSet<String> rows = Publisher.ids(0, 300);
    rows.remove(Publisher.id(6));
    assertThat(flow.contents().rowIds(), is(rows));
    assertThat(flow.contents().column("first_name").get(younger.id()), is("Younger"));
    assertThat("none is doubled", letters(), hasSize(301));
    assertReconciled("published=301 stored=299 erased=1 dead=1 in-flight=0 redriven=300");
    assertThat(groups(), is(empty()));

    JobResult again = flow.run("redrive");
    assertThat(again.out(), containsString("redriven: letters=0 raw=0 failing=1 gone=0 lag=0"));
    assertThat(letters(), hasSize(301));
  }

  @Test
  public void killedRedriveIsRepeated() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 3_000);
    }
    storeWithoutRegistry();
    try (JobProcess redrive =
        flow.start(
            "redrive", "--maxRunRecords=100", "--maxRunsInFlight=1", "--minRunInterval=1s")) {
      Await.until("some rows are written", LIMIT, () -> !flow.contents().rowIds().isEmpty());
      redrive.kill();
    }
    assertThat(flow.contents().rowIds().size(), is(not(3_000)));

    JobResult redrive = flow.run("redrive");

    assertThat(redrive.err(), redrive.exitCode(), is(0));
    assertThat(redrive.out(), containsString("redriven: letters=3000 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 3_000)));
    assertReconciled("published=3000 stored=3000 erased=0 dead=0 in-flight=0 redriven=3000");
  }

  @Test
  public void stoppedRedriveMarksNothingAndIsRepeated() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 1_500);
    }
    storeWithoutRegistry();
    try (JobProcess redrive =
        flow.start(
            "redrive", "--maxRunRecords=100", "--maxRunsInFlight=1", "--minRunInterval=1s")) {
      Await.until("some rows are written", LIMIT, () -> !flow.contents().rowIds().isEmpty());
      redrive.terminate();
      redrive.awaitEnd(LIMIT);
      assertThat(redrive.output(), containsString("redriven: letters=0 "));
    }
    assertThat(flow.contents().rowIds().size(), is(not(1_500)));
    assertThat("there is no mark", flow.contents().deadLetters(), hasSize(letters().size()));

    assertThat(flow.run("redrive").out(), containsString("redriven: letters=1500 "));

    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 1_500)));
    assertReconciled("published=1500 stored=1500 erased=0 dead=0 in-flight=0 redriven=1500");
  }

  @Test
  public void onlySelectedDeadLettersAreProcessed() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 20);
      publisher.poison(20);
    }
    storeWithoutRegistry();
    ConsumerRecord<byte[], byte[]> third = flow.contents().records().get(3);

    String before = "--to=" + Instant.now().minusSeconds(3_600);
    assertThat(dryRun(before), containsString("letters=0 raw=0 failing=0"));
    assertThat(dryRun("--from=1h"), containsString("letters=20 raw=0 failing=1"));
    assertThat(dryRun("--reason=malformed"), containsString("letters=0 raw=0 failing=1"));
    String offsets =
        "--offsets=" + third.partition() + ":" + third.offset() + "-" + (third.offset() + 1);
    assertThat(dryRun(offsets), containsString("letters=1 raw=0 failing=0"));
    assertThat(flow.contents().rowIds(), is(empty()));

    String keys = "--key=" + Publisher.id(4) + "," + Publisher.id(5) + ",nobody";
    assertThat(flow.run("redrive", keys).out(), containsString("redriven: letters=2 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(4, 6)));
  }

  @Test
  public void encryptedDeadLettersNeedTheirKey() throws Exception {
    Path file = folder.newFile("key").toPath();
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    String key = "--deadLetterKey=file:" + file;
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 3);
    }
    storeWithoutRegistry(key);

    JobResult without = flow.run("redrive");
    assertThat(without.exitCode(), is(1));
    assertThat(without.err(), containsString("Set --deadLetterKey to decrypt it"));

    assertThat(flow.run("redrive", key).out(), containsString("redriven: letters=3 "));
    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 3)));
  }

  @Test
  public void erasedUsersDoNotComeBackWhenCassandraHasForgottenThem() {
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 1);
    }
    storeWithoutRegistry();
    try (Publisher publisher = new Publisher(flow)) {
      publisher.erase(Publisher.id(0));
    }
    // The table never sees the tombstone before, as if gc_grace_seconds had passed.
    assertThat(flow.run("redrive").out(), containsString("redriven: letters=1 "));

    assertThat(flow.contents().rowIds(), is(empty()));
  }

  @Test
  public void recordsThatHaveExpiredStayDead() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      avro(publisher, 0, 10);
    }
    storeWithoutRegistry();
    ConsumerRecord<byte[], byte[]> expired = flow.contents().records().get(0);
    TopicPartition partition = new TopicPartition(expired.topic(), expired.partition());
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      // Kafka deletes no records of a topic that is only compacted.
      TopicConfig.set(admin, flow.topic(), "cleanup.policy", "compact,delete");
      TopicConfig.deleteRecords(admin, partition, expired.offset() + 1);
    }

    JobResult redrive = flow.run("redrive");

    assertThat(redrive.err(), redrive.exitCode(), is(0));
    assertThat(redrive.out(), containsString("redriven: letters=9 raw=0 failing=0 gone=1 lag=0"));
    assertReconciled("published=10 stored=9 erased=0 dead=1 in-flight=0 redriven=9");
  }

  @Test
  @Category(OnSpark.class)
  public void rowsOfTheRawStoreArePublished() throws Exception {
    flow.withRawStore().prepare("setup");
    try (RecordedApi api = RecordedApi.start()) {
      flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=20");
    }
    String uuid = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
    String payload = flow.rawStore().texts("SELECT payload FROM raw_users WHERE index = 7").get(0);
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email', published_at = NULL,"
                + " published_to = NULL WHERE index = 7");
    assertThat(flow.prepare("publish").out(), is("published: rows=0 dead=1 unpublished=0\n"));
    flow.storeAll();
    assertThat(flow.run("redrive").out(), containsString("raw=0 failing=0"));
    assertThat(letters(), hasSize(1));
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = '" + payload.replace("'", "''") + "' WHERE index = 7");
    int published = flow.contents().records().size();

    assertThat(flow.run("redrive").out(), containsString("redriven: letters=0 raw=1 "));

    List<ConsumerRecord<byte[], byte[]>> records = flow.contents().records();
    assertThat(records, hasSize(published + 1));
    assertThat(records.stream().filter(r -> key(r).equals(uuid)).toList(), hasSize(2));
    assertThat(flow.storeAll().exitCode(), is(0));
    assertReconciled("published=20 stored=20 erased=0 dead=0 in-flight=0");
    assertThat("once", flow.run("redrive").out(), containsString("letters=0 raw=0 "));
  }

  @Test
  public void unknownReasonsAreRefused() {
    JobResult redrive = flow.run("redrive", "--reason=too-small", "--to=never");
    assertThat(redrive.exitCode(), is(2));
    assertThat(redrive.err(), containsString("--reason=too-small: must be one of invalid-key,"));
    assertThat(redrive.err(), containsString("--to=never: must be a time"));
  }

  private void avro(Publisher publisher, long from, long to) {
    for (long number = from; number < to; number++) {
      User user = Publisher.user(number);
      publisher.send(user.id(), UserAvro.write(user, schemaId));
    }
  }

  private void storeWithoutRegistry(String... more) {
    List<String> options = new ArrayList<>(List.of("--until=drained"));
    options.addAll(List.of(more));
    JobResult store =
        Flow.runHere(
            flow.argumentsWithout("--schemaRegistry", "store", options.toArray(new String[0])));
    assertThat(store.err(), store.exitCode(), is(0));
  }

  private String dryRun(String selection) {
    String out = flow.run("redrive", selection, "--dryRun").out();
    assertThat(out, startsWith("would redrive " + flow.deadLetterTopic()));
    return out;
  }

  private void assertReconciled(String expected) {
    JobResult reconcile = flow.prepare("reconcile");
    assertThat(reconcile.out(), containsString("reconciled: " + expected));
  }

  /** Returns the dead letters without marks. */
  private List<ConsumerRecord<byte[], byte[]>> letters() {
    List<ConsumerRecord<byte[], byte[]>> all = flow.contents().deadLetters();
    assertThat(all.size(), is(greaterThan(0)));
    return all.stream().filter(letter -> letter.key() != null).toList();
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  private List<String> groups() throws Exception {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      return admin.listConsumerGroups().all().get().stream()
          .map(group -> group.groupId())
          .filter(group -> group.startsWith(flow.group() + "-redrive-"))
          .toList();
    }
  }
}
