package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.userstream.runloop.control.ControlState;
import io.userstream.runloop.control.MaxRate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.annotation.Nullable;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class MaxRateTest {
  private static final Duration TURN = Duration.ofMillis(50);

  private final OneLog broker = new OneLog(new TopicPartition("users", 0));
  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final LastStatus status = new LastStatus();
  private ControlState control = ControlState.RUNNING;

  /** The time and the number of offsets of each run that started. */
  private final List<long[]> starts = new ArrayList<>();

  private RunLoop loop(@Nullable String maxRate) {
    return loop(maxRate, Duration.ofMillis(200));
  }

  private RunLoop loop(@Nullable String maxRate, Duration minRunInterval) {
    broker.end = 1_000_000;
    return RunLoop.with(
        OneLog.config()
            .setMinRunInterval(minRunInterval)
            .setMaxRate(maxRate == null ? null : MaxRate.parse(maxRate))
            .setControl(() -> Optional.of(control))
            .setListener(
                RunLoopListener.all(
                    status,
                    new RunLoopListener() {
                      @Override
                      public void onRunStarted(Run run) {
                        starts.add(new long[] {time.nanoTime(), run.span()});
                      }
                    }))
            .build(),
        broker,
        workers,
        time);
  }

  private void run(RunLoop loop, Duration duration, @Nullable Throwable outcome)
      throws RunLoopException {
    for (long turn = duration.dividedBy(TURN); turn > 0; turn--) {
      time.pass(TURN);
      loop.step();
      workers.endRuns(outcome);
    }
  }

  private long started() {
    return starts.stream().mapToLong(start -> start[1]).sum();
  }

  private void assertNoWindowExceeds(double perSecond) {
    for (int first = 0; first < starts.size(); first++) {
      long records = 0;
      for (int last = first; last < starts.size(); last++) {
        records += starts.get(last)[1];
        double seconds = (starts.get(last)[0] - starts.get(first)[0]) / 1e9;
        assertThat((double) records, is(lessThanOrEqualTo(perSecond * (seconds + 1) + 1e-3)));
      }
    }
  }

  @Test
  public void runsOfALimitedLoopReachTheRateAndNeverExceedIt() throws Exception {
    run(loop("500/s"), Duration.ofSeconds(60), null);

    assertNoWindowExceeds(500);
    assertThat(started() / 60.0, is(closeTo(500, 10)));
    assertThat("the rate is even", starts.size(), is(greaterThan(200)));
  }

  @Test
  public void retriesCount() throws Exception {
    RunLoop loop = loop("500/s", Duration.ofSeconds(1));
    while (workers.inFlight.size() < 4) {
      time.pass(TURN);
      loop.step();
    }
    assertThat(started(), is(greaterThan(1_500L)));

    workers.endRuns(new IllegalStateException("transient"));
    run(loop, Duration.ofSeconds(20), null);

    assertNoWindowExceeds(500);
    assertThat("the retries were started", started(), is(greaterThan(3_000L)));
  }

  @Test
  public void aLoopWhoseRunsAllFailDoesNotExceedTheRate() throws Exception {
    run(loop("500/s"), Duration.ofSeconds(60), new IllegalStateException("transient"));

    assertNoWindowExceeds(500);
    assertThat(starts.size(), is(greaterThan(5)));
  }

  @Test
  public void anOrderedRateCountsIfItIsLower() throws Exception {
    control = control.limit(Instant.EPOCH, MaxRate.parse("100/s"));
    RunLoop loop = loop("500/s");
    run(loop, Duration.ofSeconds(30), null);
    assertThat(started() / 30.0, is(closeTo(100, 5)));

    control = control.limit(Instant.EPOCH, MaxRate.parse("9000/s"));
    starts.clear();
    run(loop, Duration.ofSeconds(30), null);
    assertThat(started() / 30.0, is(closeTo(500, 25)));

    control = control.limit(Instant.EPOCH, null);
    run(loop, Duration.ofSeconds(30), null);
    assertNoWindowExceeds(500);
  }

  @Test
  public void aDriverHasTheShareOfItsPartitions() throws Exception {
    broker.partitions = 4;
    run(loop("1000/s"), Duration.ofSeconds(30), null);

    assertThat(started() / 30.0, is(closeTo(250, 10)));
    assertThat(status.get().maxRecordsPerSecond(), is(250.0));
  }

  @Test
  public void aLimitThatComesDuringTheWorkIsFollowedAtOnce() throws Exception {
    RunLoop loop = loop(null);
    broker.end = 100_000_000;
    run(loop, Duration.ofSeconds(1), null);
    assertThat(started(), is(greaterThan(1_000L)));
    starts.clear();

    control = control.limit(Instant.EPOCH, MaxRate.parse("50/s"));
    run(loop, Duration.ofSeconds(20), null);

    assertNoWindowExceeds(50);
    assertThat(started() / 20.0, is(closeTo(50, 5)));
  }

  @Test
  public void offsetsWithoutARecordDoNotCount() throws Exception {
    broker.compactedTo(
        LongStream.range(0, 100)
            .map(i -> i * 1_000)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new)));
    RunLoop loop = loop("10/s");
    broker.end = 100_000;
    run(loop, Duration.ofSeconds(15), null);

    assertThat("all records of the log", started(), is(greaterThan(90_000L)));
  }

  @Test
  public void aFailedRunOverManyOffsetsWithFewRecordsIsRetriedSoon() throws Exception {
    broker.compactedTo(
        LongStream.range(0, 100)
            .map(i -> i * 1_000)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new)));
    RunLoop loop = loop("10/s");
    broker.end = 100_000;
    run(loop, Duration.ofSeconds(2), new IllegalStateException("transient"));
    run(loop, Duration.ofSeconds(28), null);

    assertThat(
        "everything is done", broker.committed.values().iterator().next().offset(), is(100_000L));
  }

  @Test
  public void aRecordAtATimeIsPossible() throws Exception {
    RunLoop loop = loop("60/min");
    run(loop, Duration.ofMillis(900), null);
    assertThat(starts, is(empty()));

    run(loop, Duration.ofMillis(200), null);
    assertThat(starts, hasSize(1));
    assertThat(started(), is(1L));
  }
}
