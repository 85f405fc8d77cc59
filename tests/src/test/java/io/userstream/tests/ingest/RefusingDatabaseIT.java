package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** A PostgreSQL that answers and refuses to write. */
public class RefusingDatabaseIT extends RawStoreFlow {
  @Test(timeout = 180_000)
  public void fullDiskFailsTheJobWithTheReasonAndTheNextRunContinues() {
    refuse("53100", "could not extend file: No space left on device");

    JobResult full = ingest("--users=100", "--pageSize=100", "--connectTimeout=5s");

    assertThat(full.exitCode(), is(1));
    assertThat(
        full.err(), allOf(containsString("PostgreSQL at "), containsString("No space left")));
    assertThat(api.requests(), lessThan(20L));

    accept();
    JobResult later = ingest("--users=100", "--pageSize=100");
    assertThat(later.err(), later.exitCode(), is(0));
    assertThat(later.out(), endsWith("raw=100 unpublished=0\n"));
  }

  @Test(timeout = 180_000)
  public void logNamesTheReasonOfEveryAttempt() {
    refuse("40001", "could not serialize access");

    try (JobProcess job =
        flow.start("ingest", options("--users=100", "--pageSize=100", "--connectTimeout=2m"))) {
      Await.until(
          "the reason is logged",
          LIMIT,
          () -> job.err().contains("WARN") && job.err().contains("could not serialize access"));
      accept();

      assertThat(job.err(), job.awaitEnd(LIMIT), is(0));
    }
  }

  @Test(timeout = 180_000)
  public void connectionsToDemotedServerAreReplaced() throws Exception {
    alterOwner("SET default_transaction_read_only = on");
    // Otherwise the job would use connections that the setup opened before.
    flow.rawStore()
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                + flow.topic()
                + "'");

    CompletableFuture<JobResult> ingest =
        CompletableFuture.supplyAsync(
            () -> ingest("--users=100", "--pageSize=100", "--connectTimeout=50s"));
    Await.until("the first page was fetched", LIMIT, () -> api.requests() > 0);
    alterOwner("RESET default_transaction_read_only");

    JobResult result = ingest.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith("raw=100 unpublished=0\n"));
  }

  private void alterOwner(String change) {
    SharedStack.get().postgres().execute("postgres", "ALTER ROLE " + flow.topic() + " " + change);
  }

  private void refuse(String state, String message) {
    flow.rawStore()
        .execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION '"
                + message
                + "' USING ERRCODE = '"
                + state
                + "'; END $$");
    flow.rawStore()
        .execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON raw_users"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  private void accept() {
    flow.rawStore().execute("DROP TRIGGER refuse ON raw_users");
  }
}
