package io.userstream.tests.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks how {@code userstream reconcile} uses the publication marks of the raw store. */
public final class ReconcileMarksIT {
  private RecordedApi api;
  private Flow flow;

  @Before
  public void storeUsersOfARawStore() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "reconcile_marks").withRawStore().setUp("--partitions=2");
    flow.prepare("ingest", "--source=" + api.url(), "--seed=s", "--users=100");
    flow.prepare("store", "--until=drained");
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  @Category(OnSpark.class)
  public void acknowledgedUpdateThatTheLogLostIsADifferenceUntilRepublished() {
    String overtaken = moveMarkOfFirstRecord(0, 1); // Another user now holds this offset.
    String cutOff = moveMarkOfFirstRecord(1, 1_000_000); // The log ends before this offset.

    JobResult lost = flow.run("reconcile");

    assertThat(
        lost.out().lines().toList(),
        containsInAnyOrder(
            lost(overtaken, 0, 1),
            lost(cutOff, 1, 1_000_000),
            "reconciled: published=102 stored=100 erased=0 dead=0 in-flight=0 raw=100"
                + " unpublished=0"));
    assertThat(lost.exitCode(), is(3));

    flow.prepare("publish", "--seed=s");
    flow.prepare("store", "--until=drained");
    assertThat(flow.run("reconcile").exitCode(), is(0));
  }

  @Test
  public void rowsOfAReleaseWithoutTopicMarksCountForEveryTopicAfterAReplay() {
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET published_to = NULL, published_at = now() - interval '3 days'");
    Flow replayed = Flow.on(SharedStack.get(), "reconcile_replayed").setUp("--partitions=2");
    Flow empty = Flow.on(SharedStack.get(), "reconcile_empty").setUp("--partitions=2");

    flow.prepare(
        "publish",
        "--seed=s",
        "--topic=" + replayed.topic(),
        "--deadLetterTopic=" + replayed.deadLetterTopic());

    JobResult first = flow.run("reconcile");
    assertThat(first.out(), first.exitCode(), is(0));
    JobResult lost =
        flow.run(
            "reconcile",
            "--topic=" + empty.topic(),
            "--deadLetterTopic=" + empty.deadLetterTopic(),
            "--group=" + empty.group(),
            "--cassandraKeyspace=" + empty.keyspace(),
            "--maxDifferences=1000");
    List<String> lines = lost.out().lines().toList();
    assertThat(lines, hasSize(101));
    assertThat(
        lines.get(0),
        endsWith(
            ": published by the raw store, but in neither the topic, the table nor the dead"
                + " letters"));
    assertThat(lost.exitCode(), is(3));
  }

  @Test
  public void rowsThatBecameDeadLettersCountAsDead() {
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email', uuid = gen_random_uuid(),"
                + " published_at = NULL, published_to = NULL WHERE index < 60");
    flow.prepare("publish");

    JobResult result = flow.run("reconcile", "--maxDead=10%");

    assertThat(
        result.out().lines().toList(),
        contains(
            "60 dead letters of 160 published: more than --maxDead=10%",
            "reconciled: published=160 stored=100 erased=0 dead=60 in-flight=0 raw=100"
                + " unpublished=0"));
    assertThat(result.exitCode(), is(3));
  }

  /** Moves the mark of the first record's user to another offset, and returns the user's id. */
  private String moveMarkOfFirstRecord(int partition, long offset) {
    String mark = "published_to -> '" + flow.topic() + "'";
    String id =
        flow.rawStore()
            .texts(
                String.format(
                    Locale.ROOT,
                    "SELECT uuid FROM raw_users WHERE (%s ->> 'partition')::int = %d AND (%s ->>"
                        + " 'offset')::int = 0",
                    mark,
                    partition,
                    mark))
            .get(0);
    flow.rawStore()
        .execute(
            String.format(
                Locale.ROOT,
                "UPDATE raw_users SET published_to = jsonb_set(published_to, '{%s,offset}', '%d')"
                    + " WHERE uuid = '%s'",
                flow.topic(),
                offset,
                id));
    return id;
  }

  private String lost(String id, int partition, long offset) {
    return String.format(
        Locale.ROOT,
        "%s: acknowledged as %s-%d@%d, but the latest record of this key in that partition is"
            + " %s-%d@0",
        id,
        flow.topic(),
        partition,
        offset,
        flow.topic(),
        partition);
  }
}
