package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.SharedStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the repair of a table and of dead letters that lost something behind the jobs' backs. */
public class RepairIT {
  private final Flow flow = Flow.on(SharedStack.get(), "repair").setUp();

  @Test
  @Category({Core.class, OnSpark.class})
  public void missingAndWrongRowsAndMissingDeadLettersAreRepaired() throws Exception {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 300).erase(Publisher.id(7));
      for (int number = 300; number < 330; number++) {
        publisher.poison(number);
      }
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    List<String> before = writeTimes();
    // An older state of the table, as if from a backup.
    flow.contents().execute("TRUNCATE " + flow.keyspace() + "." + flow.table());
    old(Publisher.id(5));
    old(Publisher.id(7));
    deleteAllDeadLetters();

    JobResult dryRun = flow.run("reconcile", "--repair", "--dryRun");
    assertThat(dryRun.exitCode(), is(3));
    assertThat(dryRun.out(), containsString("would repair: records=330 raw=0"));
    assertThat(flow.contents().rowIds(), hasSize(2));

    JobResult repair = flow.run("reconcile", "--repair");

    assertThat(repair.err() + repair.out(), repair.exitCode(), is(0));
    // The first record of the erased user is between the others.
    assertThat(repair.out(), containsString("repaired: records=330 raw=0 offsets=331"));
    assertThat(
        repair.out(),
        containsString("reconciled: published=330 stored=299 erased=1 dead=30 in-flight=0"));
    SortedSet<String> rows = Publisher.ids(0, 300);
    rows.remove(Publisher.id(7));
    assertThat(flow.contents().rowIds(), is(rows));
    assertThat(writeTimes(), is(before));
    assertThat(flow.contents().deadLetters(), hasSize(30));
    assertThat(
        flow.contents().column("first_name").get(Publisher.id(5)),
        is(Publisher.user(5).firstName()));
  }

  @Test
  public void whatCannotBeRepairedIsReported() {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(0, 2);
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    // Newer than the record, so the record cannot overwrite it.
    flow.contents()
        .execute(
            String.format(
                "UPDATE %s.%s SET first_name = 'Somebody' WHERE id = %s",
                flow.keyspace(), flow.table(), Publisher.id(1)));

    JobResult repair = flow.run("reconcile", "--repair");

    assertThat(repair.exitCode(), is(3));
    assertThat(repair.out(), containsString("repaired: records=1 raw=0 offsets=1"));
    assertThat(repair.out(), containsString(Publisher.id(1) + ": row differs from "));
  }

  @Test
  public void rawRowsThatAreInNoTopicArePublished() throws Exception {
    flow.withRawStore().prepare("setup");
    try (RecordedApi api = RecordedApi.start()) {
      flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=20");
    }
    assertThat(flow.storeAll().exitCode(), is(0));
    String lost = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
    flow.rawStore()
        .execute(
            String.format(
                "UPDATE raw_users SET uuid = '%s',"
                    + " payload = jsonb_set(payload, '{login,uuid}', '\"%s\"') WHERE index = 7",
                lost, lost));

    JobResult repair = flow.run("reconcile", "--repair");

    assertThat(repair.err() + repair.out(), repair.exitCode(), is(0));
    assertThat(repair.out(), containsString("repaired: records=0 raw=1 offsets=0"));
    assertThat(flow.contents().keys(), hasItem(lost));
    assertThat(flow.storeAll().exitCode(), is(0));
    assertThat(
        flow.prepare("reconcile").out(), containsString("published=21 stored=21 erased=0 dead=0"));
  }

  @Test
  public void dryRunNeedsARepair() {
    JobResult reconcile = flow.run("reconcile", "--dryRun");
    assertThat(reconcile.exitCode(), is(2));
    assertThat(reconcile.err(), containsString("--dryRun: needs --repair"));
    assertThat(flow.contents().rowIds(), is(empty()));
  }

  private void old(String id) {
    flow.contents()
        .execute(
            String.format(
                "INSERT INTO %s.%s (id, first_name) VALUES (%s, 'Old') USING TIMESTAMP 1",
                flow.keyspace(), flow.table(), id));
  }

  private void deleteAllDeadLetters() throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : flow.contents().deadLetters()) {
      all.put(
          new TopicPartition(letter.topic(), letter.partition()),
          RecordsToDelete.beforeOffset(letter.offset() + 1));
    }
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      admin.deleteRecords(all).all().get();
    }
    assertThat(flow.contents().deadLetters(), is(empty()));
  }

  private List<String> writeTimes() {
    return flow
        .contents()
        .query("SELECT id, writetime(first_name) AS written FROM " + flow.table())
        .stream()
        .map(row -> row.getUUID("id") + " " + row.getLong("written"))
        .sorted()
        .toList();
  }
}
