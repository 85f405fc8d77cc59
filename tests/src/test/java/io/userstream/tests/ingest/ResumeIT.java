package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks that an endless ingest continues where it stopped. */
public class ResumeIT extends RawStoreFlow {
  @Test
  public void completePagesAreNotFetchedAgain() {
    poll("ten pages are stored", () -> rowsOf("s") >= 100, "--pageSize=10");
    flow.rawStore().execute("DELETE FROM raw_users WHERE page = 5 AND index = 3");
    flow.rawStore().execute("UPDATE raw_users SET published_at = NULL WHERE page = 7");
    List<String> whole =
        flow.rawStore()
            .texts("SELECT page FROM raw_users GROUP BY page HAVING count(*) = 10 ORDER BY page");
    List<Long> before = requests(whole);
    long gap = api.requests("s", 5);
    long rows = flow.rawStore().rows();

    poll("more pages are stored", () -> rowsOf("s") >= rows + 100, "--pageSize=10");

    assertThat(whole.size(), is(greaterThan(8)));
    assertThat(requests(whole), is(before));
    assertThat("the page with a gap is fetched again", api.requests("s", 5), is(gap + 1));
    assertThat(
        "stored users are published",
        flow.rawStore()
            .number("SELECT count(*) FROM raw_users WHERE page = 7 AND published_at IS NULL"),
        is(0L));
    flow.prepare("publish");
    assertThat(keptIds(), is(flow.contents().keys()));
  }

  @Test
  @Category(OnSpark.class)
  public void resumedIngestContinuesInTheDerivedSeedAndCatchesUp() {
    prepared("--users=1", "--pageSize=1");
    flow.rawStore().addPages(10_000);
    long asked = api.requests();

    poll("ten pages of the next seed are stored", () -> rowsOf("s-2") >= 10, "--pageSize=1");

    assertThat("no page of the first seed", api.requests("s", 1), is(1L));
    assertThat(api.requests("s", 2) + api.requests("s", 10_000), is(0L));
    assertThat(api.requests(), is(greaterThan(asked + 9)));
    flow.rawStore()
        .execute("UPDATE raw_users SET published_at = NULL WHERE seed = 's-2' AND page <= 5");
    long rows = flow.rawStore().rows();

    poll(
        "ingest continues and catches up",
        () -> flow.rawStore().rows() > rows + 5 && unpublishedOf("s-2", 5) == 0,
        "--pageSize=1");

    for (int page = 1; page <= 9; page++) {
      assertThat("page " + page, api.requests("s-2", page), is(1L));
    }
    flow.prepare("publish");
    assertThat(keptIds(), is(flow.contents().keys()));
  }

  @Test
  public void ingestThatEndsBeyondTheFirstSeedSucceeds() {
    prepared("--users=1", "--pageSize=1");
    flow.rawStore().addPages(10_000);

    String[] options = options("--users=10003", "--pageSize=1", "--every=1ms");
    flow.prepare("ingest", options);
    long requests = api.requests();
    JobResult again = flow.prepare("ingest", options);

    assertThat(
        again.out(),
        is("ingested: asked=10003 fetched=0 published=0 dead=0 raw=10003 unpublished=0\n"));
    assertThat(api.requests(), is(requests));
    assertThat(flow.contents().keys(), hasSize(10_003));
  }

  @Test
  public void pageWithFewerUsersIsFetchedAgainForMore() {
    prepared("--users=5", "--pageSize=10");

    poll("two pages are stored", () -> rowsOf("s") >= 20, "--pageSize=10");

    assertThat(api.requests("s", 1), is(2L));
    flow.prepare("publish");
    assertThat(flow.run("publish").out(), endsWith("unpublished=0\n"));
    assertThat(keptIds(), is(flow.contents().keys()));
  }

  /** Starts an endless ingest, and kills it when the condition holds. */
  private void poll(String what, BooleanSupplier isSo, String... more) {
    String[] options = new String[more.length + 1];
    System.arraycopy(more, 0, options, 0, more.length);
    options[more.length] = "--every=50ms";
    // Spark rejects polling.
    try (JobProcess ingest =
        flow.start(JobCommand.jar().startingQuickly(), "ingest", options(options))) {
      Await.until(what, LIMIT, isSo::getAsBoolean);
      ingest.kill();
    }
  }

  private List<Long> requests(List<String> pages) {
    return pages.stream().map(page -> api.requests("s", Integer.parseInt(page))).toList();
  }

  private long rowsOf(String seed) {
    return flow.rawStore().number("SELECT count(*) FROM raw_users WHERE seed = '" + seed + "'");
  }

  private long unpublishedOf(String seed, int lastPage) {
    return flow.rawStore()
        .number(
            String.format(
                Locale.ROOT,
                "SELECT count(*) FROM raw_users WHERE published_at IS NULL AND seed = '%s' AND page"
                    + " <= %d",
                seed,
                lastPage));
  }
}
