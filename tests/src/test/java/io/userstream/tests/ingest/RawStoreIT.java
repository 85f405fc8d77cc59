package io.userstream.tests.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.oneOf;

import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.Fault;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;
import org.junit.experimental.categories.Category;

public class RawStoreIT extends RawStoreFlow {
  @Test
  @Category({Core.class, OnSpark.class})
  public void rawUsersAreStoredWithoutSecretsAndPublished() {
    JobResult result = ingest("--users=3000", "--pageSize=1000");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(
        result.out(),
        is("ingested: asked=3000 fetched=3000 published=3000 dead=0 raw=3000 unpublished=0\n"));
    assertThat(keptIds(), is(flow.contents().keys()));
    assertThat(flow.contents().records(), hasSize(3_000));
    assertThat(
        flow.rawStore()
            .texts("SELECT DISTINCT k FROM raw_users, jsonb_object_keys(payload->'login') AS k"),
        everyItem(is(oneOf("uuid", "username"))));
    assertThat(
        flow.rawStore().number("SELECT count(*) FROM raw_users WHERE jsonb_exists(payload, 'id')"),
        is(0L));
    assertThat(
        "fields without a column are stored unless they are secret",
        flow.rawStore()
            .number("SELECT count(*) FROM raw_users WHERE payload #> '{name,title}' IS NOT NULL"),
        is(3_000L));
  }

  @Test
  @Category(Core.class)
  public void completePagesAreNotFetchedAgain() {
    assertThat(ingest("--users=2500", "--pageSize=1000").exitCode(), is(0));
    long requests = api.requests();

    JobResult again = ingest("--users=2500", "--pageSize=1000");
    assertThat(
        again.out(),
        is("ingested: asked=2500 fetched=0 published=0 dead=0 raw=2500 unpublished=0\n"));
    assertThat(api.requests(), is(requests));
    assertThat(flow.contents().records(), hasSize(2_500));

    JobResult more = ingest("--users=3500", "--pageSize=1000");
    assertThat(
        more.out(),
        is("ingested: asked=3500 fetched=1500 published=1000 dead=0 raw=3500 unpublished=0\n"));
    assertThat("the third page was incomplete before", api.requests(), is(requests + 2));
    assertThat(flow.contents().records(), hasSize(3_500));
  }

  /** Users of a page are published without reading their rows back. */
  @Test
  @Category(Core.class)
  public void ingestAndReplayPublishTheSameRecords() {
    api.fail(Fault.NUL);
    prepared("--users=2000", "--pageSize=1000");
    flow.rawStore().execute("DELETE FROM raw_users WHERE index >= 900");
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = jsonb_set(payload, '{email}', '\"old@example.com\"'),"
                + " seed = 'other', page = 7 WHERE index BETWEEN 100 AND 199");
    flow.rawStore()
        .execute("UPDATE raw_users SET published_at = NULL WHERE index BETWEEN 1 AND 299");
    api.fail(Fault.NUL);
    prepared("--users=2000", "--pageSize=1000");
    Map<String, String> ingested = latestValues();
    assertThat(
        ingested.values().stream().filter(user -> user.contains("\"city\":\"\uFFFD")).toList(),
        hasSize(1));

    assertThat(
        flow.run("publish", "--fetchedFrom=2000-01-01T00:00:00Z").out(),
        is("published: rows=2000 dead=0 unpublished=0\n"));
    assertThat(latestValues(), is(ingested));
  }

  /** Returns the last value of each key; all records of a key are in one partition. */
  private Map<String, String> latestValues() {
    Map<String, String> values = new HashMap<>();
    flow.contents()
        .records()
        .forEach(
            sent -> values.put(new String(sent.key(), UTF_8), new String(sent.value(), UTF_8)));
    return values;
  }

  /** Otherwise each mark would write the whole row once more, and two entries of indexes. */
  @Test
  public void marksStayOnThePageOfTheirRow() {
    assertThat(ingest("--users=3000", "--pageSize=1000").exitCode(), is(0));

    Await.until(
        "PostgreSQL has counted the marks",
        Duration.ofMinutes(1),
        () -> rawUsers("n_tup_upd"),
        marks -> marks == 3_000);
    assertThat(rawUsers("n_tup_hot_upd"), greaterThan(2_900L));
  }

  private long rawUsers(String counter) {
    return flow.rawStore()
        .number("SELECT " + counter + " FROM pg_stat_user_tables WHERE relname = 'raw_users'");
  }

  /**
   * The driver prepares a statement on the server after a few executions. PostgreSQL rejects it
   * when its result would change: pgjdbc issue 496.
   */
  @Test
  public void columnThatIsAddedToTheTableDoesNotStopAJob() {
    for (int users = 100; users <= 800; users += 100) {
      assertThat(ingest("--users=" + users, "--pageSize=100").exitCode(), is(0));
    }
    flow.rawStore().execute("ALTER TABLE raw_users ADD COLUMN note text");

    JobResult after = ingest("--users=900", "--pageSize=100");

    assertThat(after.err(), after.exitCode(), is(0));
    assertThat(after.out(), endsWith(" dead=0 raw=900 unpublished=0\n"));
  }

  @Test
  @Category(OnSpark.class)
  public void killedIngestContinuesAndLosesAndDuplicatesNothing() {
    api.pace(4_000);
    for (int rows = 2_000; rows <= 6_000; rows += 2_000) {
      long enough = rows;
      try (JobProcess ingest = flow.start("ingest", options("--users=10000", "--pageSize=500"))) {
        Await.until("rows are stored", LIMIT, () -> flow.rawStore().rows() >= enough);
        ingest.kill();
      }
      assertThat(
          "every published user has a raw row",
          keptIds().containsAll(flow.contents().keys()),
          is(true));
    }

    long kept = flow.rawStore().rows();
    long marked = kept - flow.rawStore().unpublished();
    JobResult last = ingest("--users=10000", "--pageSize=500");

    assertThat(last.err(), last.exitCode(), is(0));
    assertThat(last.out(), endsWith(" dead=0 raw=10000 unpublished=0\n"));
    // An executor may outlive its driver by a page, so less may remain than was counted.
    assertThat(
        "fetched only users of incomplete pages",
        count("fetched", last),
        lessThanOrEqualTo(10_000 - kept));
    assertThat(
        "published only unmarked users",
        count("published", last),
        lessThanOrEqualTo(10_000 - marked));
    assertThat(keptIds(), is(flow.contents().keys()));
    assertThat(flow.contents().keys(), hasSize(10_000));
  }

  @Test
  public void setupLeavesOtherTablesOfTheDatabaseUnchanged() {
    flow = Flow.on(SharedStack.get(), "shared").withRawStore();
    flow.rawStore().execute("CREATE TABLE dag_run (id int)");
    flow.setUp();
    assertThat(flow.run("setup").out(), containsString(": already exists\n"));
    prepared("--users=10");
    assertThat(flow.rawStore().number("SELECT count(*) FROM dag_run"), is(0L));
  }

  @Test
  public void reconcileCountsTheRawStore() {
    prepared("--users=1000");
    flow.prepare("store", "--until=drained");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index < 5");

    JobResult result = flow.run("reconcile");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(
        result.out(),
        endsWith(
            "reconciled: published=1000 stored=1000 erased=0 dead=0 in-flight=0 raw=1000"
                + " unpublished=5\n"));
  }
}
