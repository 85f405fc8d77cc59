package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.PostgresNode;
import io.userstream.tests.stack.SharedStack;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.junit.experimental.categories.Category;

public class RawStoreProblemsIT extends RawStoreFlow {
  @Test
  @Category(OnSpark.class)
  public void stoppedDatabaseIsWaitedFor() throws Exception {
    api.pace(2_000);
    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(() -> ingest("--users=10000", "--pageSize=500"));
    Await.until("rows are stored", LIMIT, () -> flow.rawStore().rows() >= 2_000);
    PostgresNode postgres = SharedStack.get().postgres();
    postgres.kill();
    postgres.start();

    JobResult result = ingest.get(LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS);

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith("raw=10000 unpublished=0\n"));
    assertThat(flow.contents().keys(), hasSize(10_000));
  }

  @Test
  public void databaseThatStaysDownFailsTheJobAndTheNextRunContinues() throws Exception {
    api.pace(2_000);
    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(
            () -> ingest("--users=10000", "--pageSize=500", "--connectTimeout=15s"));
    Await.until("rows are stored", LIMIT, () -> ingest.isDone() || flow.rawStore().rows() >= 2_000);
    assertWaitsInVain(() -> ingest.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS));

    JobResult later = ingest("--users=10000", "--pageSize=500");
    assertThat(later.err(), later.exitCode(), is(0));
    assertThat(later.out(), endsWith("raw=10000 unpublished=0\n"));
    assertThat(flow.contents().keys(), hasSize(10_000));
  }

  @Test
  public void databaseDownFromTheStartFailsTheJobAndPublishesNothing() throws Exception {
    assertWaitsInVain(() -> ingest("--users=1000", "--connectTimeout=10s"));
    assertThat(flow.contents().records(), hasSize(0));
    assertThat(api.requests(), is(0L));
    assertThat(ingest("--users=1000").exitCode(), is(0));
  }

  @Test
  public void databaseProblemsAreNamed() {
    JobResult login = ingest("--users=10", "--rawStoreUsername=nobody");
    assertThat(login.exitCode(), is(1));
    assertThat(login.err(), containsString("rejected the login of user nobody"));

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

  /** Checks how a job fails while the database is down; the database starts again afterwards. */
  private static void assertWaitsInVain(Callable<JobResult> job) throws Exception {
    PostgresNode postgres = SharedStack.get().postgres();
    JobResult result;
    postgres.kill();
    try {
      result = job.call();
    } finally {
      postgres.start();
    }
    assertThat(result.exitCode(), is(1));
    assertThat(
        result.err(),
        allOf(containsString("PostgreSQL at "), containsString("did not respond within")));
  }
}
