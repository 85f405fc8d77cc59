package io.userstream.tests.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.PostgresNode;
import io.userstream.tests.stack.SharedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class RawStoreIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private RecordedApi api;
  private Flow flow;

  @Before
  public void start() throws IOException {
    api = RecordedApi.start();
    flow = Flow.on(SharedStack.get(), "raw").withRawStore().setUp();
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  public void rawUsersAreKeptWithoutTheirSecretsAndPublished() {
    JobResult result = ingest("--users=3000", "--pageSize=1000");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(
        result.out(),
        is("ingested: asked=3000 fetched=3000 published=3000 dead=0 raw=3000 unpublished=0\n"));
    assertThat(new HashSet<>(flow.rawStore().texts("SELECT uuid FROM raw_users")), is(keys()));
    assertThat(flow.contents().records(), hasSize(3_000));
    assertThat(
        flow.rawStore()
            .texts("SELECT DISTINCT k FROM raw_users, jsonb_object_keys(payload->'login') AS k"),
        everyItem(is(oneOf("uuid", "username"))));
    assertThat(
        flow.rawStore().number("SELECT count(*) FROM raw_users WHERE jsonb_exists(payload, 'id')"),
        is(0L));
    assertThat(
        "what is no secret is kept, though no column has it",
        flow.rawStore()
            .number("SELECT count(*) FROM raw_users WHERE payload #> '{name,title}' IS NOT NULL"),
        is(3_000L));
  }

  @Test
  public void wholePagesAreNotAskedForAgain() {
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
    assertThat("the third page is whole only now", api.requests(), is(requests + 2));
    assertThat(flow.contents().records(), hasSize(3_500));
  }

  @Test
  public void killedAtAnyMomentItGoesOnAndLosesAndDoublesNothing() {
    api.pace(4_000);
    for (int rows = 2_000; rows <= 6_000; rows += 2_000) {
      long enough = rows;
      try (JobProcess ingest = flow.start("ingest", options("--users=10000", "--pageSize=500"))) {
        Await.until("some are kept", LIMIT, () -> flow.rawStore().rows() >= enough);
        ingest.kill();
      }
      assertThat(
          "who is published is kept",
          new HashSet<>(flow.rawStore().texts("SELECT uuid FROM raw_users")).containsAll(keys()),
          is(true));
    }

    long kept = flow.rawStore().rows();
    long marked = kept - flow.rawStore().unpublished();
    JobResult last = ingest("--users=10000", "--pageSize=500");

    assertThat(last.err(), last.exitCode(), is(0));
    assertThat(last.out(), endsWith(" dead=0 raw=10000 unpublished=0\n"));
    // An executor may outlive its driver by a page, so there may be less to do than was counted.
    assertThat(
        "asked for what is not whole in the table",
        count("fetched", last),
        lessThanOrEqualTo(10_000 - kept));
    assertThat(
        "published what was not marked",
        count("published", last),
        lessThanOrEqualTo(10_000 - marked));
    assertThat(new HashSet<>(flow.rawStore().texts("SELECT uuid FROM raw_users")), is(keys()));
    assertThat(keys(), hasSize(10_000));
  }

  @Test
  public void whatWasNeverPublishedIsPublishedByItself() {
    prepared("--users=3000", "--pageSize=1000");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index < 500");

    JobResult result = flow.run("publish");

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), is("published: rows=1500 dead=0 unpublished=0\n"));
    assertThat(flow.contents().records(), hasSize(4_500));
    assertThat(keys(), hasSize(3_000));
    assertThat(flow.run("publish").out(), is("published: rows=0 dead=0 unpublished=0\n"));
  }

  @Test
  public void aSeedIsReplayedAndAReplayGoesOnWhereItStopped() {
    prepared("--users=2000", "--pageSize=1000");
    flow.prepare("ingest", "--source=" + api.url(), "--users=1000", "--seed=other");
    String start = "2026-11-21T00:00:00Z";
    flow.rawStore()
        .execute("UPDATE raw_users SET published_at = timestamptz '2026-11-20' WHERE index < 10");

    assertThat(
        flow.run("publish", "--seed=s", "--publishedBefore=" + start).out(),
        is("published: rows=20 dead=0 unpublished=0\n"));
    assertThat(
        flow.run("publish", "--seed=s").out(), is("published: rows=2000 dead=0 unpublished=0\n"));
    assertThat(
        flow.run("publish", "--fetchedFrom=2999-01-01T00:00:00Z").out(),
        is("published: rows=0 dead=0 unpublished=0\n"));
    assertThat(flow.contents().records(), hasSize(3_000 + 20 + 2_000));
    assertThat(keys(), hasSize(3_000));
  }

  @Test
  public void aKilledPublishGoesOnWhereItStopped() {
    prepared("--users=1000", "--pageSize=1000");
    flow.rawStore().addPages(100);
    long before = flow.rawStore().unpublished();
    try (JobProcess publish = flow.start("publish")) {
      Await.until("some are marked", LIMIT, () -> flow.rawStore().unpublished() < before);
      publish.kill();
    }
    long left = flow.rawStore().unpublished();

    JobResult later = flow.run("publish");

    assertThat(later.err(), later.exitCode(), is(0));
    assertThat(later.out(), endsWith(" dead=0 unpublished=0\n"));
    // An executor may outlive its driver for a moment.
    assertThat(count("rows", later), allOf(greaterThan(0L), lessThanOrEqualTo(left)));
    assertThat(new HashSet<>(flow.rawStore().texts("SELECT uuid FROM raw_users")), is(keys()));
  }

  @Test
  public void aRowThatCannotBeReadBecomesOneDeadLetterAndTheRestGoesOn() {
    prepared("--users=1000");
    String uuid = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 7").get(0);
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = payload - 'email', published_at = NULL"
                + " WHERE index = 7");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index = 8");

    assertThat(flow.run("publish").out(), is("published: rows=1 dead=1 unpublished=0\n"));
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE index = 7");
    assertThat(flow.run("publish").out(), is("published: rows=0 dead=1 unpublished=0\n"));

    List<ConsumerRecord<byte[], byte[]>> letters = flow.contents().deadLetters();
    assertThat(letters, hasSize(1));
    assertThat(header(letters.get(0), "userstream.origin.topic"), is("raw_users"));
    assertThat(header(letters.get(0), "userstream.origin.uuid"), is(uuid));
    assertThat(header(letters.get(0), "userstream.error.reason"), is("malformed"));
    assertThat(header(letters.get(0), "userstream.error.detail"), containsString("email"));
    assertThat(new String(letters.get(0).key(), UTF_8), is(uuid));
  }

  @Test
  public void aDatabaseThatGoesInTheFlowIsWaitedFor() throws Exception {
    api.pace(2_000);
    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(() -> ingest("--users=10000", "--pageSize=500"));
    Await.until("some are kept", LIMIT, () -> flow.rawStore().rows() >= 2_000);
    PostgresNode postgres = SharedStack.get().postgres();
    postgres.kill();
    postgres.start();

    JobResult result = ingest.get(LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS);

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith("raw=10000 unpublished=0\n"));
    assertThat(keys(), hasSize(10_000));
  }

  @Test
  public void aDatabaseThatGoesInTheFlowAndStaysAwayEndsTheJobWhichGoesOnLater() throws Exception {
    api.pace(2_000);
    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(
            () -> ingest("--users=10000", "--pageSize=500", "--connectTimeout=15s"));
    Await.until("some are kept", LIMIT, () -> ingest.isDone() || flow.rawStore().rows() >= 2_000);
    PostgresNode postgres = SharedStack.get().postgres();
    postgres.kill();
    JobResult result;
    try {
      result = ingest.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      postgres.start();
    }
    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err(),
        allOf(containsString("PostgreSQL at "), containsString("is not there: waited")));

    JobResult later = ingest("--users=10000", "--pageSize=500");
    assertThat(later.err(), later.exitCode(), is(0));
    assertThat(later.out(), endsWith("raw=10000 unpublished=0\n"));
    assertThat(keys(), hasSize(10_000));
  }

  @Test
  public void aDatabaseThatStaysAwayEndsTheJobAndNothingGoesToKafka() {
    PostgresNode postgres = SharedStack.get().postgres();
    JobResult result;
    postgres.kill();
    try {
      result = ingest("--users=1000", "--connectTimeout=10s");
    } finally {
      postgres.start();
    }
    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err(),
        allOf(containsString("PostgreSQL at "), containsString("is not there: waited")));
    assertThat(flow.contents().records(), hasSize(0));
    assertThat(api.requests(), is(0L));
    assertThat(ingest("--users=1000").exitCode(), is(0));
  }

  @Test
  public void whatIsWrongWithTheDatabaseIsNamed() {
    JobResult login = ingest("--users=10", "--rawStoreUsername=nobody");
    assertThat(login.exitCode(), is(1));
    assertThat(login.err(), containsString("refuses the login of user nobody"));

    JobResult database =
        ingest("--users=10", "--rawStore=" + SharedStack.get().postgres().url("nowhere"));
    assertThat(database.exitCode(), is(1));
    assertThat(database.err(), containsString("create the database"));

    flow.rawStore().execute("ALTER TABLE raw_users OWNER TO postgres");
    JobResult right = ingest("--users=10");
    assertThat(right.exitCode(), is(1));
    assertThat(right.err(), containsString("permission denied for table raw_users"));
    assertThat(right.err(), not(containsString("Exception")));

    flow.rawStore().execute("DROP TABLE raw_users, userstream_schema_history");
    JobResult table = ingest("--users=10");
    assertThat(table.exitCode(), is(1));
    assertThat(table.err(), containsString("run userstream setup"));
    assertThat(api.requests(), is(0L));
  }

  @Test
  public void setupLeavesAloneWhatElseIsInTheDatabase() {
    flow = Flow.on(SharedStack.get(), "shared").withRawStore();
    flow.rawStore().execute("CREATE TABLE dag_run (id int)");
    flow.setUp();
    assertThat(flow.run("setup").out(), containsString(": was there\n"));
    prepared("--users=10");
    assertThat(flow.rawStore().number("SELECT count(*) FROM dag_run"), is(0L));
  }

  @Test
  public void reconcileCountsTheRawSide() {
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

  private void prepared(String... more) {
    flow.prepare("ingest", options(more));
  }

  private JobResult ingest(String... more) {
    return flow.run("ingest", options(more));
  }

  private String[] options(String... more) {
    String[] options = new String[more.length + 2];
    options[0] = "--source=" + api.url();
    options[1] = "--seed=s";
    System.arraycopy(more, 0, options, 2, more.length);
    return options;
  }

  private static long count(String name, JobResult result) {
    return Long.parseLong(result.out().replaceFirst("(?s).* " + name + "=(\\d+).*", "$1"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private Set<String> keys() {
    return flow.contents().records().stream()
        .map(record -> new String(record.key(), UTF_8))
        .collect(Collectors.toSet());
  }
}
