package io.userstream.io.randomuser;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertThrows;

import io.userstream.model.ApiOrigin;
import io.userstream.model.User;
import io.userstream.tests.api.Fault;
import io.userstream.tests.api.RecordedApi;
import io.userstream.tests.stack.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class RandomUserIOTest {
  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  private RecordedApi api;

  @Before
  public void start() throws IOException {
    api = RecordedApi.start();
  }

  @After
  public void stop() {
    api.close();
  }

  @Test
  public void exactlyTheRequestedUsersAreReadOverAllPages() throws Exception {
    PCollection<User> users =
        pipeline.apply(read().withSeed("s").withPageSize(500).withUsers(1_720));
    PAssert.that(ids(users)).containsInAnyOrder(expected("s", 500, 1_720));
    pipeline.run();
    assertThat(api.requests(), is(4L));
  }

  @Test
  public void aNumberOfPagesIsReadCompletely() throws Exception {
    PCollection<User> users = pipeline.apply(read().withSeed("s").withPageSize(10).withPages(3));
    PAssert.that(ids(users)).containsInAnyOrder(expected("s", 10, 30));
    pipeline.run();
  }

  @Test
  public void usersHaveTheirOrigin() throws Exception {
    PCollection<String> origins =
        pipeline
            .apply(read().withSeed("s").withPageSize(2).withUsers(3))
            .apply(
                MapElements.into(TypeDescriptors.strings())
                    .via(
                        user -> {
                          ApiOrigin origin = user.origin();
                          return origin.seed() + "/" + origin.page() + "/" + origin.index();
                        }));
    PAssert.that(origins).containsInAnyOrder("s/1/0", "s/1/1", "s/2/0");
    pipeline.run();
  }

  @Test
  public void fetchedUsersAreCounted() {
    pipeline.apply(read().withSeed("s").withPageSize(50).withUsers(120));
    PipelineResult result = pipeline.run();
    long fetched =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(
                        MetricNameFilter.named(
                            RandomUserMetrics.USERS_FETCHED.getNamespace(),
                            RandomUserMetrics.USERS_FETCHED.getName()))
                    .build())
            .getCounters()
            .iterator()
            .next()
            .getCommitted();
    assertThat(fetched, is(120L));
  }

  @Test
  public void severalPagesAreFetchedConcurrently() {
    api.pace(20_000);
    PCollection<User> users =
        pipeline.apply(read().withSeed("s").withPageSize(1_000).withUsers(8_000));
    PAssert.thatSingleton(users.apply(Count.globally())).isEqualTo(8_000L);
    pipeline.run();
    assertThat(api.mostInFlight(), greaterThan(1L));
  }

  @Test
  public void concurrentPagesAreLimitedByTheParallelism() {
    api.pace(20_000);
    pipeline.apply(
        read()
            .withSeed("s")
            .withPageSize(500)
            .withUsers(5_000)
            .withParallelism(1)
            // A request that times out on a busy machine would overlap its retry.
            .withRequestTimeout(Duration.standardMinutes(1)));
    pipeline.run();
    assertThat(api.users(), is(5_000L));
    assertThat(api.mostInFlight(), is(1L));
  }

  @Test
  public void theNextPageOfASequenceIsRequestedBeforeAPageIsProcessed() {
    SERVING.set(api);
    RandomUserIO.Read twoSequences =
        read()
            .withSeed("s")
            .withPageSize(10)
            .withPages(4)
            .withParallelism(2)
            // A request that times out on a busy machine would be counted twice.
            .withRequestTimeout(Duration.standardMinutes(1));
    twoSequences.read(
        PBegin.in(pipeline),
        false,
        page -> {
          int next = page.page() + 1;
          if (next == 2 || next == 4) {
            Await.until(
                "page " + next + " is requested",
                java.time.Duration.ofSeconds(30),
                () -> SERVING.get().requests("s", next) == 1);
          }
          return page.users();
        },
        TypeDescriptor.of(User.class));
    pipeline.run();
    assertThat(api.requests(), is(4L));
  }

  @Test
  public void usersAreEmittedWhileLaterPagesAreFetched() {
    api.pace(10_000);
    FIRST_SEEN_AFTER.set(0);
    pipeline
        .apply(read().withSeed("s").withPageSize(250).withUsers(10_000))
        .apply(ParDo.of(new SeeFirstFn()));
    SERVING.set(api);
    pipeline.run();
    assertThat(FIRST_SEEN_AFTER.get(), allOf(greaterThan(0L), lessThan(5_000L)));
  }

  @Test
  public void noUserIsLostOrDuplicatedInAStormOfFaults() throws Exception {
    long seed = System.nanoTime();
    System.err.println("storm of faults with seed " + seed);
    Fault[] faults = {
      Fault.TOO_MANY_REQUESTS,
      Fault.UNAVAILABLE,
      Fault.ERROR_BODY,
      Fault.EMPTY,
      Fault.FEWER,
      Fault.HANG,
      Fault.CUT,
      Fault.TRUNCATED_JSON,
      Fault.NOT_JSON
    };
    new Random(seed).ints(12, 0, faults.length).forEach(i -> api.fail(faults[i]));

    PCollection<User> users =
        pipeline.apply(read().withSeed("s").withPageSize(200).withUsers(3_950));
    PAssert.that(ids(users)).containsInAnyOrder(expected("s", 200, 3_950));
    pipeline.run();
    assertThat(api.requests(), is(20L + 12L));
  }

  @Test
  public void aReplacedSeedFailsThePipeline() {
    api.fail(Fault.WRONG_SEED);
    pipeline.apply(read().withSeed("s").withUsers(10));
    Exception e = assertThrows(Pipeline.PipelineExecutionException.class, pipeline::run);
    assertThat(e.getMessage(), allOf(containsString("seed=s"), containsString("seed=9f1c0d2e")));
  }

  @Test
  public void pollingFetchesAtMostOnePagePerPeriod() throws Exception {
    PCollection<User> users =
        pipeline.apply(
            read().withSeed("s").withPageSize(20).withPages(4).withEvery(Duration.millis(400)));
    PAssert.that(ids(users)).containsInAnyOrder(expected("s", 20, 80));
    assertThat(users.isBounded(), is(PCollection.IsBounded.UNBOUNDED));
    long started = System.nanoTime();
    pipeline.run();
    long tookMillis = (System.nanoTime() - started) / 1_000_000;
    assertThat(tookMillis, greaterThanOrEqualTo(3 * 400L));
  }

  @Test
  public void pagesContinueInADerivedSeedThatTheApiAccepts() throws Exception {
    String seed = "0123456789abcdef";
    PCollection<User> users =
        pipeline.apply(
            read()
                .withSeed(seed)
                .withPageSize(1)
                .withFirstPage(10_000)
                .withPages(10_002)
                .withEvery(Duration.millis(1)));
    List<String> expected = new ArrayList<>(expected(seed + "10000", 1, 1));
    expected.addAll(expected(seed + "-2-", 1, 2));
    PAssert.that(ids(users)).containsInAnyOrder(expected);
    pipeline.run();
    assertThat(api.requests(seed, 10_000), is(1L));
    assertThat(api.requests(seed + "-2-", 1), is(1L));
    assertThat(api.requests(seed + "-2-", 2), is(1L));
    assertThat(api.requests(), is(3L));
  }

  @Test
  public void excludedPagesDoNotUseUpAPeriod() {
    Set<Long> leftOut = LongStream.rangeClosed(2, 5_000).boxed().collect(Collectors.toSet());
    pipeline.apply(
        read()
            .withSeed("s")
            .withPageSize(2)
            .withPages(5_001)
            .withoutPages(leftOut)
            .withEvery(Duration.millis(500)));
    long started = System.nanoTime();
    pipeline.run();
    assertThat(api.requests("s", 1) + api.requests("s", 5_001), is(2L));
    assertThat(api.requests(), is(2L));
    assertThat((System.nanoTime() - started) / 1_000_000, lessThan(60_000L));
  }

  @Test
  public void pollingContinuesUntilCancelled() throws Exception {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setBlockOnRun(false);
    Pipeline endless = Pipeline.create(options);
    endless.apply(read().withPageSize(20).withEvery(Duration.millis(50)));
    PipelineResult result = endless.run();
    try {
      Await.until(
          "five pages are fetched", java.time.Duration.ofSeconds(30), () -> api.users() >= 100);
      assertThat(result.getState(), is(PipelineResult.State.RUNNING));
    } finally {
      result.cancel();
    }
  }

  @Test
  public void allReadsShareTheThreadsOfOneHttpClient() throws Exception {
    Set<String> before = selectors();
    for (int i = 0; i < 20; i++) {
      new RandomUserClient(
              RandomUserIO.read().route(),
              java.time.Duration.ofSeconds(10),
              java.time.Duration.ofSeconds(10),
              java.time.Duration.ZERO)
          .fetch(PageRequest.of(api.url(), "1.4", "s", 1, 10));
    }
    Set<String> added = selectors();
    added.removeAll(before);
    assertThat(added, hasSize(lessThanOrEqualTo(1)));
  }

  private static Set<String> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("HttpClient-\\d+-SelectorManager"))
        .collect(Collectors.toSet());
  }

  @Test
  public void invalidReadsAreRejectedBeforeAnythingRuns() {
    RandomUserIO.Read read = RandomUserIO.read();
    assertThrows(IllegalArgumentException.class, () -> read.withPageSize(5_001));
    assertThrows(IllegalArgumentException.class, () -> read.withUsers(0));
    assertThrows(IllegalArgumentException.class, () -> read.withSeed(" "));
    assertThrows(IllegalArgumentException.class, () -> read.withSeed("userstream-2026-11"));
    assertThrows(IllegalArgumentException.class, () -> read.withFirstPage(0));
    assertThrows(IllegalArgumentException.class, () -> read.withVersion("1.2"));
    assertThrows(IllegalArgumentException.class, () -> read.withBaseUrl("ftp://example.org/"));
    assertThrows(IllegalArgumentException.class, () -> read.withEvery(Duration.ZERO));
    assertInvalid(read, "one of withUsers, withPages and withEvery is required");
    assertInvalid(read.withUsers(1).withPages(1), "only one of withUsers and withPages");
    assertInvalid(read.withUsers(50_000_001), "10001 pages are more than the 10000 of a seed");
  }

  @Test
  public void displayDataShowsWhatIsRead() {
    List<String> keys =
        DisplayData.from(read().withSeed("s").withUsers(7)).items().stream()
            .map(DisplayData.Item::getKey)
            .collect(Collectors.toList());
    assertThat(keys, allOf(hasItem("baseUrl"), hasItem("seed"), hasItem("users")));
  }

  private static final AtomicReference<RecordedApi> SERVING = new AtomicReference<>();
  private static final AtomicLong FIRST_SEEN_AFTER = new AtomicLong();

  /** Records the number of users that the API had served when the first one arrived. */
  private static final class SeeFirstFn extends DoFn<User, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void see() {
      FIRST_SEEN_AFTER.compareAndSet(0, SERVING.get().users());
    }
  }

  private static void assertInvalid(RandomUserIO.Read read, String reason) {
    Pipeline pipeline = Pipeline.create();
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> read.validate(pipeline.getOptions()));
    assertThat(e.getMessage(), containsString(reason));
  }

  private RandomUserIO.Read read() {
    return RandomUserIO.read()
        .withBaseUrl(api.url())
        .withRequestTimeout(Duration.millis(1_500))
        .withRetryLimit(Duration.standardMinutes(2));
  }

  private static PCollection<String> ids(PCollection<User> users) {
    return users.apply(MapElements.into(TypeDescriptors.strings()).via(User::id));
  }

  /** Returns the ids of a seed's first users, fetched from another server. */
  private static List<String> expected(String seed, int pageSize, int users) throws Exception {
    List<String> ids = new ArrayList<>();
    RandomUserClient client =
        new RandomUserClient(
            RandomUserIO.read().route(),
            java.time.Duration.ofSeconds(10),
            java.time.Duration.ofSeconds(10),
            java.time.Duration.ZERO);
    try (RecordedApi other = RecordedApi.start()) {
      for (int page = 1; ids.size() < users; page++) {
        int results = Math.min(pageSize, users - ids.size());
        client
            .fetch(PageRequest.of(other.url(), "1.4", seed, page, results))
            .users()
            .forEach(user -> ids.add(user.id()));
      }
    }
    return ids;
  }
}
