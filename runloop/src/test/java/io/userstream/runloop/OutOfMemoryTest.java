package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks that a run which does not fit into a worker's memory is cut, down to a single record. */
public class OutOfMemoryTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final OneLog log = new OneLog(P0);
  private final ManualEngine engine = new ManualEngine();
  private final RunLoop loop =
      RunLoop.with(OneLog.config().setEngine(engine).build(), log, workers, time);

  @Test
  public void runsAreCutUntilTheyFit() throws Exception {
    log.end = 4_000;
    for (int turn = 0; turn < 2_000 && committed() < log.end; turn++) {
      loop.step();
      workers.endEach(
          run -> run.span() <= 10 ? null : new Error("Beam", new OutOfMemoryError("Java heap")));
      time.pass(Duration.ofSeconds(20));
    }

    assertThat(committed(), is(log.end));
  }

  @Test
  public void aSingleRecordIsTheSmallestRun() throws Exception {
    log.end = 100;
    for (int turn = 0; turn < 500; turn++) {
      loop.step();
      workers.endEach(run -> new OutOfMemoryError("Java heap space"));
      time.pass(Duration.ofSeconds(20));
    }
    loop.step();

    assertThat(workers.inFlight.get(0).span(), is(1L));
  }

  private long committed() {
    OffsetAndMetadata committed = log.committed.get(P0);
    return committed == null ? 0 : committed.offset();
  }

  @Test
  public void aLostExecutorOfSparkCountsAsOutOfMemory() throws Exception {
    log.end = 4_000;
    loop.step();

    retryAfter(lostExecutor());

    assertThat(workers.inFlight.get(0).span(), is(1_000L));
  }

  @Test
  public void anExecutorThatIsKilledInASmallRunDoesNotKeepRunsSmall() throws Exception {
    log.end = 150;
    loop.step();
    workers.endRuns(lostExecutor());
    log.end = 100_000_000;
    for (int turn = 0; turn < 100; turn++) {
      loop.step();
      workers.endRuns(null);
      time.pass(Duration.ofSeconds(20));
    }
    loop.step();

    assertThat(workers.inFlight.get(0).span(), is(50_000L));
  }

  @Test
  public void bundlesShrinkWithTheRuns() throws Exception {
    engine.slots = 64;
    log.end = 44_000;
    loop.step();
    int bundles = workers.inFlight.get(0).bundles();
    retryAfter(new OutOfMemoryError("Java heap space"));

    assertThat(workers.inFlight.get(0).span(), is(lessThan(44_000L)));
    assertThat(workers.inFlight.get(0).bundles(), is(bundles));
  }

  @Test
  public void aRunOverGapsIsCutByItsRecords() throws Exception {
    log.end = 40_000_000;
    log.compactedTo(
        LongStream.range(0, 400_000)
            .map(i -> i * 100)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new)));
    loop.step();
    long records = workers.inFlight.get(0).maxRecords();
    assertThat(workers.inFlight.get(0).span(), is(greaterThan(10 * records)));

    retryAfter(new OutOfMemoryError("Java heap space"));
    int lost = 1;
    for (int turn = 0; turn < 20_000 && committed() < log.end; turn++) {
      boolean isTooLarge = workers.inFlight.stream().anyMatch(run -> run.maxRecords() >= records);
      lost += isTooLarge ? 1 : 0;
      workers.endEach(run -> isTooLarge ? new OutOfMemoryError("Java heap space") : null);
      time.pass(Duration.ofMinutes(1));
      loop.step();
    }

    assertThat(committed(), is(log.end));
    assertThat(lost, is(lessThan(6)));
  }

  @Test
  public void aSteadyLoadAfterAKilledExecutorNeedsFewBundlesAgain() throws Exception {
    engine.slots = 64;
    steadyLoad(1);
    workers.endRuns(lostExecutor());
    steadyLoad(3 * AdaptiveRunSize.LONGEST_PROOF);

    assertThat(workers.inFlight.get(0).bundles(), is(1));
  }

  /** Ends the runs in flight and starts the next one, with 150 records each time. */
  private void steadyLoad(int runs) throws Exception {
    for (int i = 0; i < runs; i++) {
      workers.endRuns(null);
      time.pass(Duration.ofSeconds(20));
      log.end += 150;
      loop.step();
    }
  }

  private void retryAfter(Throwable fault) throws Exception {
    workers.endRuns(fault);
    loop.step();
    time.pass(Duration.ofMinutes(1));
    loop.step();
  }

  private static RuntimeException lostExecutor() {
    return new RuntimeException(
        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent"
            + " failure: Lost task 0.3 in stage 3.0: ExecutorLostFailure (executor 2 exited"
            + " caused by one of the running tasks) Reason: Command exited with code 52");
  }

  @Test
  public void anotherFaultRepeatsTheSameRange() throws Exception {
    log.end = 4_000;
    loop.step();

    retryAfter(new IllegalStateException("transient"));

    assertThat(workers.inFlight.get(0).span(), is(4_000L));
  }
}
