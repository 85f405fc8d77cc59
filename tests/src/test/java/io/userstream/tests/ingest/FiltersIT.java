package io.userstream.tests.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.api.Fault;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import java.util.List;
import org.junit.Test;

/** Checks ingests that filter users by nationality and gender. */
public class FiltersIT extends RawStoreFlow {
  @Test
  public void filtersArePartOfTheSeedAndOfTheRawRows() {
    assertIngested("fetched=150 published=150 dead=0 raw=150 unpublished=0");
    assertIngested("fetched=150 published=150 dead=0 raw=150 unpublished=0", "--nat=FR,DE");
    assertIngested(
        "fetched=150 published=150 dead=0 raw=150 unpublished=0", "--nat=DE", "--gender=female");
    long requests = api.requests();

    assertThat("no two filters share a user", keptIds(), hasSize(450));
    assertThat(keptIds(), is(flow.contents().keys()));
    assertThat(
        flow.rawStore()
            .texts(
                "SELECT concat_ws(' ', seed, filters, count(*)) FROM raw_users"
                    + " GROUP BY seed, filters ORDER BY seed"),
        is(
            List.of(
                "s 150",
                "s:nat=DE,FR {\"nat\": [\"DE\", \"FR\"]} 150",
                "s:nat=DE:gender=female {\"nat\": [\"DE\"], \"gender\": \"female\"} 150")));
    assertThat(
        flow.rawStore()
            .texts(
                "SELECT DISTINCT payload ->> 'nat' FROM raw_users WHERE filters IS NOT NULL"
                    + " ORDER BY 1"),
        is(List.of("DE", "FR")));
    assertThat(
        flow.rawStore()
            .texts(
                "SELECT DISTINCT concat_ws(' ', payload ->> 'nat', payload ->> 'gender')"
                    + " FROM raw_users WHERE filters ->> 'gender' = 'female'"),
        is(List.of("DE female")));

    assertIngested("fetched=0 published=0 dead=0 raw=150 unpublished=0");
    assertIngested("fetched=0 published=0 dead=0 raw=150 unpublished=0", "--nat=de,fr");
    assertIngested(
        "fetched=0 published=0 dead=0 raw=150 unpublished=0", "--gender=female", "--nat=DE");
    assertThat("each filter continues with its own pages", api.requests(), is(requests));
  }

  @Test
  public void pollingIngestContinuesWithThePagesOfItsFilters() {
    assertIngested("fetched=150 published=150 dead=0 raw=150 unpublished=0");
    poll(80);
    List<String> whole =
        flow.rawStore()
            .texts(
                "SELECT page FROM raw_users WHERE seed = 's:nat=DE:gender=male' GROUP BY page"
                    + " HAVING count(*) = 10 ORDER BY page");
    List<Long> before = requests(whole);

    poll(rows() + 50);

    assertThat(requests(whole), is(before));
    assertThat("pages of another filter do not count", api.requests("s", 1), is(1L));
  }

  @Test
  public void usersOfOtherNationalitiesFailTheJobBeforeAnyIsStored() {
    api.failNext(1_000, Fault.OTHER_NATIONALITIES);
    JobResult result = ingest("--users=100", "--nat=DE");
    assertThat(result.exitCode(), is(1));
    assertThat(result.err(), containsString("asked for nat=DE, user 0 of the page is of"));
    assertThat(flow.rawStore().rows() + flow.contents().records().size(), is(0L));
  }

  private void assertIngested(String counts, String... filters) {
    String[] options = new String[filters.length + 2];
    System.arraycopy(filters, 0, options, 2, filters.length);
    options[0] = "--users=150";
    options[1] = "--pageSize=100";
    JobResult result = ingest(options);
    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(result.out(), endsWith(counts + "\n"));
  }

  private void poll(long rows) {
    String[] options = options("--every=50ms", "--pageSize=10", "--nat=DE", "--gender=male");
    // Spark rejects polling.
    try (JobProcess ingest = flow.start(JobCommand.jar().startingQuickly(), "ingest", options)) {
      Await.until("pages are stored", LIMIT, () -> rows() >= rows);
      ingest.kill();
    }
  }

  private long rows() {
    return flow.rawStore()
        .number("SELECT count(*) FROM raw_users WHERE seed = 's:nat=DE:gender=male'");
  }

  private List<Long> requests(List<String> pages) {
    return pages.stream()
        .map(page -> api.requests("s:nat=DE:gender=male", Integer.parseInt(page)))
        .toList();
  }
}
