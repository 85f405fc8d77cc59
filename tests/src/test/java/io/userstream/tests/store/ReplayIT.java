package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.model.User;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Checks the replay of records that were stored before. */
public class ReplayIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String COPY = "--cassandraTable=copy";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Flow flow = Flow.on(SharedStack.get(), "replay").setUp();

  @Test
  @Category({Core.class, OnSpark.class})
  public void finishedReplayIntoAnEmptyTableReconciles() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 300).poison(300).erase(Publisher.id(7));
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    Map<TopicPartition, Long> committed = flow.contents().committed();
    flow.prepare("setup", COPY);
    Path file = folder.getRoot().toPath().resolve("result.json");

    JobResult replay = flow.run("replay", COPY, "--resultFile=" + file);

    assertThat(replay.err(), replay.exitCode(), is(0));
    assertThat(replay.out(), containsString("replayed: records=302 "));
    JsonNode result = new ObjectMapper().readTree(file.toFile());
    assertThat(result.path("records").asLong(), is(302L));
    assertThat(result.path("lag").asLong(-1), is(0L));
    JobResult reconcile = flow.run("reconcile", COPY);
    assertThat(reconcile.err() + reconcile.out(), reconcile.exitCode(), is(0));
    assertThat(
        reconcile.out(),
        containsString("reconciled: published=301 stored=299 erased=1 dead=1 in-flight=0"));
    assertThat(writeTimes("copy"), is(writeTimes(flow.table())));
    assertThat(flow.contents().deadLetters(), hasSize(1));
    assertThat(flow.contents().committed(), is(committed));
    assertThat(replayGroups(), is(empty()));
  }

  @Test
  public void olderPartLeavesNewerRows() {
    User old = Publisher.user(1);
    ConsumerRecord<byte[], byte[]> first = published(old);
    User young = old.toBuilder().setFirstName("Younger").build();
    ConsumerRecord<byte[], byte[]> unused = published(young);
    assertThat(flow.storeAll().exitCode(), is(0));
    List<String> before = writeTimes(flow.table());

    assertThat(flow.run("replay", only(first)).exitCode(), is(0));

    assertThat(flow.contents().column("first_name"), is(Map.of(old.id(), "Younger")));
    assertThat(writeTimes(flow.table()), is(before));
  }

  @Test
  public void olderPartGivesAnEmptyTableItsOlderState() {
    User old = Publisher.user(1);
    ConsumerRecord<byte[], byte[]> first = published(old);
    ConsumerRecord<byte[], byte[]> unused =
        published(old.toBuilder().setFirstName("Younger").build());
    flow.prepare("setup", COPY);

    assertThat(flow.run("replay", COPY, only(first)).exitCode(), is(0));

    assertThat(
        flow.contents().query("SELECT first_name FROM copy").get(0).getString(0),
        is(old.firstName()));
  }

  @Test
  public void usersThatWereErasedLaterStayErased() {
    ConsumerRecord<byte[], byte[]> first = published(Publisher.user(1));
    try (Publisher publisher = new Publisher(flow)) {
      publisher.erase(Publisher.id(1));
    }
    flow.prepare("setup", COPY);

    assertThat(flow.run("replay", COPY, only(first)).exitCode(), is(0));

    assertThat(flow.contents().rowIds("copy"), is(empty()));
  }

  @Test
  public void timesSelectByAppendTime() {
    AtomicReference<RecordMetadata> last = new AtomicReference<>();
    List<Long> times = new ArrayList<>();
    try (Publisher publisher = new Publisher(flow)) {
      for (int number = 0; number < 3; number++) {
        long user = number;
        // The next user must have a later append time.
        Await.until(
            "time goes on",
            LIMIT,
            () -> {
              publisher.user(Publisher.user(user), last::set).flush();
              return times.isEmpty() || last.get().timestamp() > times.get(times.size() - 1);
            });
        times.add(last.get().timestamp());
      }
    }
    flow.prepare("setup", COPY);

    JobResult replay =
        flow.run(
            "replay",
            COPY,
            "--from=" + Instant.ofEpochMilli(times.get(1)),
            "--to=" + Instant.ofEpochMilli(times.get(2)));

    assertThat(replay.err(), replay.exitCode(), is(0));
    assertThat(flow.contents().rowIds("copy").contains(Publisher.id(1)), is(true));
    assertThat(flow.contents().rowIds("copy").contains(Publisher.id(0)), is(false));
  }

  @Test
  public void killedReplayContinuesWhereItStopped() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 5_000).poison(5_000);
    }
    flow.prepare("setup", COPY);
    String[] options = {COPY, "--maxRunRecords=100", "--maxRunsInFlight=1", "--minRunInterval=1s"};
    try (JobProcess replay = flow.start("replay", options)) {
      Await.until("a part is committed", LIMIT, () -> replayed() > 0);
      replay.kill();
    }
    long done = replayed();
    assertThat(done > 0 && done < 5_001, is(true));

    JobResult replay = flow.run("replay", COPY);

    assertThat(replay.err(), replay.exitCode(), is(0));
    // The last commit of the killed one may have arrived after the question.
    assertThat(
        Long.parseLong(replay.out().replaceAll("(?s).*replayed: records=([0-9]+) .*", "$1")),
        is(lessThanOrEqualTo(5_001 - done)));
    assertThat(flow.contents().rowIds("copy"), is(Publisher.ids(0, 5_000)));
    assertThat(flow.contents().deadLetters(), hasSize(1));
  }

  @Test
  public void dryRunNamesTheRecordsAndChangesNothing() throws Exception {
    ConsumerRecord<byte[], byte[]> first = published(Publisher.user(1));

    JobResult replay = flow.run("replay", only(first), "--dryRun");

    assertThat(replay.exitCode(), is(0));
    assertThat(
        replay.out(),
        is(
            String.format(
                Locale.ROOT,
                "would replay %s into %s.%s: offsets=1 (%d:0-1)%n",
                flow.topic(),
                flow.keyspace(),
                flow.table(),
                first.partition())));
    assertThat(flow.contents().rowIds(), is(empty()));
    assertThat(replayGroups(), is(empty()));
  }

  @Test
  public void selectionsWithoutRecordsAreErrors() {
    refused("Nothing to replay: topic " + flow.topic() + " has no record", "--from=1h");
    published(Publisher.user(1));
    refused("Its oldest record was appended at 20", "--to=2020-01-01T00:00:00Z");
    refused("--offsets names partition 6, but topic " + flow.topic(), "--offsets=6:0-");
    refused("--offsets=0:0-9 is not in the log of topic", "--offsets=0:0-9");
  }

  private void refused(String reason, String option) {
    JobResult replay = flow.run("replay", option);
    assertThat(replay.exitCode(), is(1));
    assertThat(replay.err(), containsString(reason));
  }

  /** Publishes a user, and returns its record. */
  private ConsumerRecord<byte[], byte[]> published(User user) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.user(user);
    }
    List<ConsumerRecord<byte[], byte[]>> records = flow.contents().records();
    return records.get(records.size() - 1);
  }

  private static String only(ConsumerRecord<byte[], byte[]> record) {
    return "--offsets=" + record.partition() + ":" + record.offset() + "-" + (record.offset() + 1);
  }

  private List<String> writeTimes(String table) {
    return flow
        .contents()
        .query("SELECT id, writetime(first_name) AS written FROM " + table)
        .stream()
        .map(row -> row.getUUID("id") + " " + row.getLong("written"))
        .sorted()
        .toList();
  }

  /** Returns how many offsets the replay has committed. */
  private long replayed() throws Exception {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      long committed = 0;
      for (String group : replayGroups()) {
        committed +=
            admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
      }
      return committed;
    }
  }

  private Collection<String> replayGroups() throws Exception {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      return admin.listConsumerGroups().all().get().stream()
          .map(group -> group.groupId())
          .filter(group -> group.startsWith(flow.group() + "-replay-"))
          .toList();
    }
  }
}
