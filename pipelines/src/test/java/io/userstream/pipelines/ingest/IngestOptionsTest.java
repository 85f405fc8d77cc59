package io.userstream.pipelines.ingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.userstream.io.options.OptionReader;
import io.userstream.io.randomuser.UserFilters;
import java.util.List;
import java.util.OptionalLong;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Test;

public class IngestOptionsTest {
  @Test
  public void defaultsAreTheLiveApiAndOnePage() {
    IngestOptions options = options();
    assertThat(options.getSource(), is("https://randomuser.me/api/"));
    assertThat(options.getApiVersion(), is("1.4"));
    assertThat(config().api().pageSize(), is(5_000));
    assertThat(config().api().filters(), is(UserFilters.NONE));
    assertThat(config("--gender=female").api().pageSize(), is(2_000));
    assertThat(options.getRequestTimeout(), is("60s"));
    assertThat(options.getRetryLimit(), is("10m"));
    assertThat(options.getSeed(), nullValue());
    assertThat(options.getEvery(), nullValue());
    assertThat(config().users(), is(OptionalLong.of(5_000)));
    assertThat(problemsOf(), empty());
  }

  @Test
  public void pollingNeverEndsWithoutUsers() {
    assertThat(config("--every=10s").users(), is(OptionalLong.empty()));
    assertThat(config("--every=10s", "--users=7").users(), is(OptionalLong.of(7)));
  }

  @Test
  public void allProblemsAreReportedAtOnce() {
    assertThat(
        problemsOf(
            "--users=0",
            "--seed= ",
            "--source=randomuser.me",
            "--apiVersion=1.2",
            "--pageSize=5001",
            "--nat=DE,XX,fr,",
            "--gender=both",
            "--every=soon",
            "--requestTimeout=0s",
            "--retryLimit=25h"),
        contains(
            startsWith("--source=randomuser.me:"),
            startsWith("--apiVersion=1.2:"),
            startsWith(
                "--nat=DE,XX,fr,: version 1.4 of the API does not know \"\" and XX, and would"
                    + " ignore the list: it knows AU, BR, "),
            is("--gender=both: must be one of female, male"),
            startsWith("--pageSize=5001:"),
            startsWith("--requestTimeout=0s:"),
            startsWith("--retryLimit=25h:"),
            startsWith("--users=0:"),
            startsWith("--seed= :"),
            startsWith("--every=soon:")));
  }

  @Test
  public void seedOfEighteenCharactersIsRejected() {
    assertThat(
        problemsOf("--seed=userstream-2026-11", "--pageSize=0"),
        contains(
            "--pageSize=0: must be from 1 to 5000",
            "--seed=userstream-2026-11: must not have exactly 18 characters: the API reads the"
                + " last two as a nationality. Use a shorter or a longer seed"));
    // The API counts UTF-16 units, and each of these eight has two.
    String pairs = "\uD83D\uDE00".repeat(8);
    assertThat(problemsOf("--seed=" + pairs + "ab"), hasSize(1));
    assertThat(problemsOf("--seed=" + pairs + "a"), empty());
    assertThat(problemsOf("--seed=userstream-2026-1"), empty());
    assertThat(problemsOf("--seed=userstream-2026-111"), empty());
  }

  @Test
  public void filtersAreReadInAnySpellingAndOrder() {
    assertThat(problemsOf("--nat=us, De,US", "--gender=male", "--seed=s"), empty());
    assertThat(
        config("--nat=us, De,US", "--gender=male").api().filters().in("s"),
        is("s:nat=DE,US:gender=male"));
  }

  @Test
  public void filtersThatTheApiWouldIgnoreAreRefused() {
    assertThat(
        problemsOf("--apiVersion=1.3", "--nat=IN,DE"),
        contains(startsWith("--nat=IN,DE: version 1.3 of the API does not know IN, ")));
    assertThat(problemsOf("--nat=IN,DE"), empty());
    assertThat(
        problemsOf("--gender=female", "--pageSize=2001"),
        contains("--pageSize=2001: must be from 1 to 2000"));
    assertThat(
        problemsOf("--seed=s:nat=DE", "--nat=LEGO"),
        contains(
            startsWith("--nat=LEGO: version 1.4"),
            is(
                "--seed=s:nat=DE: contains a filter: give the seed without it, and the filter by"
                    + " --nat or --gender")));
  }

  @Test
  public void moreUsersThanASeedHasAreRejected() {
    assertThat(problemsOf("--users=50000000"), empty());
    assertThat(
        problemsOf("--users=50000001"), contains(containsString("10000 pages of --pageSize=5000")));
    assertThat(problemsOf("--users=50000001", "--every=1s"), empty());
  }

  private static IngestConfig config(String... arguments) {
    return IngestConfig.read(options(arguments), new OptionReader());
  }

  private static List<String> problemsOf(String... arguments) {
    OptionReader reader = new OptionReader();
    var unused = Ingest.read(options(arguments), reader);
    return reader.problems();
  }

  private static IngestOptions options(String... arguments) {
    return PipelineOptionsFactory.fromArgs(arguments).as(IngestOptions.class);
  }
}
