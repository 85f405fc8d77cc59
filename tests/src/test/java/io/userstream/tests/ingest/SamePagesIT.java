package io.userstream.tests.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.SecretReference;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.Publication;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUser;
import io.userstream.io.postgres.RawUsers;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.pipelines.publish.PublishRows;
import io.userstream.pipelines.publish.PublishTarget;
import io.userstream.tests.OnSpark;
import io.userstream.tests.api.Fault;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.PostgresNode;
import io.userstream.tests.stack.SharedStack;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.transforms.Create;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks users that the API returns in two places: page 2 of run1 is page 1 of run12. */
public class SamePagesIT extends RawStoreFlow {
  @Test
  @Category(OnSpark.class)
  public void pageOfTwoSeedsIsCompleteInBothAndItsUsersArePublishedOnce() {
    assertIngested("run1", 2_000, "fetched=2000 published=2000 dead=0 raw=2000 unpublished=0");
    assertIngested("run12", 1_000, "fetched=1000 published=0 dead=0 raw=1000 unpublished=0");
    long requests = api.requests();

    assertIngested("run1", 2_000, "fetched=0 published=0 dead=0 raw=2000 unpublished=0");
    assertIngested("run12", 1_000, "fetched=0 published=0 dead=0 raw=1000 unpublished=0");

    assertThat("both pages stay complete", api.requests(), is(requests));
    assertThat(flow.rawStore().rows(), is(2_000L));
    assertThat(
        "a user keeps the place where it was seen first",
        flow.rawStore().number("SELECT count(*) FROM raw_users WHERE seed = 'run12'"),
        is(0L));
    assertThat(flow.contents().records(), hasSize(2_000));
    assertThat(keptIds(), is(flow.contents().keys()));
  }

  @Test
  public void usersOfBothSeedsArePublishedAndReplayedByEither() {
    assertIngested("run12", 1_000, "fetched=1000 published=1000 dead=0 raw=1000 unpublished=0");
    assertIngested("run1", 2_000, "fetched=2000 published=1000 dead=0 raw=2000 unpublished=0");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE seed = 'run12'");

    assertIngested("run1", 2_000, "fetched=0 published=1000 dead=0 raw=2000 unpublished=0");
    assertThat(
        flow.run("publish", "--seed=run1").out(),
        is("published: rows=2000 dead=0 unpublished=0\n"));
    assertThat(
        flow.run("publish", "--seed=run12").out(),
        is("published: rows=1000 dead=0 unpublished=0\n"));
  }

  @Test
  public void userThatAppearsTwiceOnAPageIsStoredAndPublishedOnce() {
    api.fail(Fault.DOUBLED);
    assertIngested("s", 1_000, "fetched=1000 published=999 dead=0 raw=999 unpublished=0");
    long requests = api.requests();
    assertIngested("s", 1_000, "fetched=0 published=0 dead=0 raw=999 unpublished=0");
    assertThat(api.requests(), is(requests));
    assertThat(flow.contents().keys(), hasSize(999));
  }

  @Test
  public void userWithChangedContentIsPublishedAgain() {
    prepared("--users=1000", "--pageSize=1000");
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = jsonb_set(payload, '{email}', '\"old@example.com\"')"
                + " WHERE index < 10");
    flow.rawStore().execute("UPDATE raw_users SET payload = jsonb_set(payload, '{dob,age}', '1')");
    flow.rawStore().execute("DELETE FROM raw_users WHERE index = 999");

    JobResult again = ingest("--users=1000", "--pageSize=1000");

    assertThat(again.err(), again.exitCode(), is(0));
    assertThat(
        "ten users with another address and the missing user; changed ages do not count",
        again.out(),
        endsWith("fetched=1000 published=11 dead=0 raw=1000 unpublished=0\n"));
  }

  @Test
  public void rowThatChangedSinceItWasReadIsNotMarkedAsPublished() throws SQLException {
    RawUsersTable table = new RawUsersTable(rawStore());
    List<RawUser> read = unpublished(table).rows();
    // Another ingest stores a newer state of one user.
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET fetched_at = fetched_at + interval '1 second' WHERE index = 3");

    RawUsers changed =
        table.markPublished(
            flow.topic(), "any", read.stream().map(row -> new Publication(row, 0, 0L)).toList());

    assertThat(read, hasSize(10));
    assertThat(changed.rows().stream().map(RawUser::index).toList(), is(List.of(3)));
    assertThat(
        flow.rawStore().texts("SELECT index FROM raw_users WHERE published_at IS NULL"),
        is(List.of("3")));
  }

  @Test
  public void rowThatChangesWhileItIsPublishedIsPublishedAgain() throws Exception {
    RawUsers read = unpublished(new RawUsersTable(rawStore()));
    // Another ingest stores, publishes and marks a newer state of one user.
    flow.rawStore()
        .execute(
            "UPDATE raw_users SET payload = jsonb_set(payload, '{email}', '\"new@example.com\"'),"
                + " fetched_at = fetched_at + interval '1 second', published_at = now()"
                + " WHERE index = 3");

    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(read).withCoder(SerializableCoder.of(RawUsers.class)))
        .apply(PublishRows.to(target()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat("each user counts once", published(result), is(10L));
    String id = flow.rawStore().texts("SELECT uuid FROM raw_users WHERE index = 3").get(0);
    List<String> values =
        flow.contents().records().stream()
            .filter(sent -> new String(sent.key(), UTF_8).equals(id))
            .map(sent -> new String(sent.value(), UTF_8))
            .toList();
    assertThat(values.get(values.size() - 1), containsString("new@example.com"));
    assertThat(flow.rawStore().unpublished(), is(0L));
  }

  private static long published(PipelineResult result) {
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().allMetrics().getCounters()) {
      sum += counter.getName().getName().equals("published") ? counter.getAttempted() : 0;
    }
    return sum;
  }

  private RawUsers unpublished(RawUsersTable table) throws SQLException {
    prepared("--users=10");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL");
    RawSelection unpublished = RawSelection.unpublished();
    return table.read(table.ranges(unpublished).get(0), unpublished);
  }

  private PostgresConnection rawStore() {
    return PostgresConnection.of(
        SharedStack.get().postgres().url(flow.topic()),
        PostgresNode.SUPERUSER,
        SecretReference.parse("file:" + SharedStack.get().postgres().superuserPassword()),
        null);
  }

  private PublishTarget target() throws InterruptedException {
    return new PublishTarget(
        ImmutableMap.of("bootstrap.servers", SharedStack.get().bootstrapServers()),
        flow.topic(),
        flow.topic() + ".dlq",
        DeadLetterEncryption.NONE,
        UserEncoding.require(Optional.empty(), LIMIT),
        rawStore(),
        Erasures.NONE);
  }

  private void assertIngested(String seed, int users, String counts) {
    JobResult result =
        flow.run(
            "ingest",
            "--source=" + api.url(),
            "--seed=" + seed,
            "--users=" + users,
            "--pageSize=1000");
    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith(counts + "\n"));
  }
}
