package io.userstream.tests.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userstream.tests.Core;
import io.userstream.tests.OnSpark;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.JobResult;
import io.userstream.tests.flow.JobStatus;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** Checks the maximum rate of a group, from an option and from an order. */
public class MaxRateIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Flow flow = Flow.on(SharedStack.get(), "rate").setUp();
  private final JobStatus status = new JobStatus();
  private final JobStatus other = new JobStatus();
  private final GroupOffsets offsets = new GroupOffsets(flow);

  /** A line of the log: a partition was assigned, or a run has ended. */
  private record Logged(Instant at, long records) {}

  @After
  public void closeOffsets() {
    offsets.close();
  }

  /**
   * A coarse check with real servers: the end of a run is an upper bound of its start, and the
   * assignment is a lower bound of the first start. {@code MaxRateTest} compares the starts.
   */
  @Test
  @Category({Core.class, OnSpark.class})
  public void noMoreRecordsAreReadThanTheRateAllows() throws Exception {
    publish(0, 3_000);
    List<Logged> assigned;
    List<Logged> ended;
    try (JobProcess store =
        flow.start("store", "--until=drained", "--maxRate=300/s", "--logFormat=json")) {
      assertThat(store.err(), store.awaitEnd(LIMIT), is(0));
      assigned = logged(store.err(), ", starting at offset ");
      ended = logged(store.err(), "\"outcome\"");
    }

    assertThat(flow.contents().rowIds(), is(Publisher.ids(0, 3_000)));
    assertThat(ended.size(), is(greaterThan(9)));
    long records = 0;
    for (Logged run : ended) {
      records += run.records();
      double seconds = Duration.between(assigned.get(0).at(), run.at()).toMillis() / 1e3;
      assertThat((double) records, is(lessThanOrEqualTo(300 * (seconds + 1))));
    }
    assertThat(records, is(3_000L));
  }

  private static List<Logged> logged(String log, String part) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    List<Logged> lines = new ArrayList<>();
    for (String line : log.lines().filter(text -> text.contains(part)).toList()) {
      JsonNode json = mapper.readTree(line);
      lines.add(
          new Logged(
              Instant.parse(json.path("@timestamp").asText()), json.path("records").asLong()));
    }
    return lines;
  }

  @Test
  public void anOrderedRateReachesAllDriversAndIsTheirSum() {
    JobResult limited = flow.run("resume", "--maxRate=200/s");
    assertThat(limited.err(), limited.exitCode(), is(0));
    assertThat(limited.out(), containsString(" maxRate=200/s "));
    publish(0, 20_000);
    try (JobProcess first = flow.start("store", status.option());
        JobProcess second = flow.start("store", other.option())) {
      Await.until(
          "both drivers have a share", LIMIT, () -> rate(status) == 100 && rate(other) == 100);
      // Both commit, so that runs that started earlier do not count.
      long from = offsets.sum();
      Await.until("a commit", LIMIT, () -> offsets.sum() > from);
      long begin = offsets.sum();
      long beginNanos = System.nanoTime();
      Await.until("ten seconds of work", LIMIT, () -> offsets.sum() >= begin + 2_000);
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      // Runs that started earlier may have been committed meanwhile. A busy machine is slower.
      double perSecond = (offsets.sum() - begin) / seconds;
      assertThat(perSecond, is(lessThanOrEqualTo(260.0)));
      assertThat(perSecond, is(greaterThan(20.0)));

      assertThat(flow.run("resume", "--maxRate=none").exitCode(), is(0));

      Await.until("everything is committed", LIMIT, () -> offsets.sum() == 20_000);
      assertThat(rate(status), is(Double.POSITIVE_INFINITY));
      assertThat(flow.contents().countRows(), is(20_000L));
      assertThat(first.isRunning() && second.isRunning(), is(true));
    }
  }

  @Test
  @Category(OnSpark.class)
  public void aReplayCanBeLimited() {
    publish(0, 3_000);
    long startNanos = System.nanoTime();

    JobResult replay = flow.run("replay", "--maxRate=250/s");

    assertThat(replay.err(), replay.exitCode(), is(0));
    assertThat((System.nanoTime() - startNanos) / 1e9, is(greaterThan(11.0)));
    assertThat(flow.contents().countRows(), is(3_000L));
  }

  /** A read through the network takes longer than the limit of a millisecond, sooner or later. */
  @Test
  public void aDatabaseThatIsTooSlowForOthersGetsLessWorkAndStillAllOfIt() {
    publish(0, 2_000);
    // The rate gives the store time to notice.
    try (JobProcess store =
        flow.start("store", status.option(), "--maxSinkLatency=1ms", "--maxRate=200/s")) {
      Await.until("the store backs off", LIMIT, () -> status.metric("userstream_runs_allowed") < 1);
      assertThat(status.metric("userstream_sink_latency_seconds"), is(greaterThan(0.001)));
      Await.until("everything is committed", LIMIT, () -> offsets.sum() == 2_000);
      assertThat(flow.contents().countRows(), is(2_000L));
      assertThat(store.isRunning(), is(true));
    }
  }

  @Test
  public void aWrongRateIsRejected() {
    JobResult store = flow.storeAll("--maxRate=500", "--maxSinkLatency=1h");

    assertThat(store.exitCode(), is(2));
    assertThat(store.err(), containsString("--maxRate=500: must be one of N/s, N/min, N/h"));
    assertThat(store.err(), containsString("--maxSinkLatency=1h: must be from 1ms to 10s"));
  }

  private static double rate(JobStatus driver) {
    return driver.metric("userstream_max_rate_records_per_second");
  }

  private void publish(long from, long to) {
    try (Publisher publisher = new Publisher(flow)) {
      publisher.users(from, to).flush();
    }
  }
}
