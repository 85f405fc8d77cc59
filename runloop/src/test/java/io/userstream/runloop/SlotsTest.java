package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks that the loop follows an engine whose slots come and go. */
public class SlotsTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final OneLog log = new OneLog(P0);
  private final ManualEngine engine = new ManualEngine();
  private final RunLoop loop =
      RunLoop.with(OneLog.config().setEngine(engine).build(), log, workers, time);

  @Test
  public void backlogOfOnePartitionKeepsEverySlotBusy() throws Exception {
    engine.slots = 64;
    log.end = 100_000_000;
    growUp();

    assertThat(bundles(workers.inFlight.subList(1, 4)), greaterThanOrEqualTo(64));
    assertThat(
        workers.inFlight.stream().map(run -> run.span() / run.bundles()).toList(),
        everyItem(is(25_000L)));
  }

  @Test
  public void runsShrinkWithTheCluster() throws Exception {
    engine.slots = 64;
    log.end = 100_000_000;
    growUp();
    engine.slots = 1;
    nextRuns();
    nextRuns();

    assertThat(
        workers.inFlight.stream().map(Run::span).toList(), everyItem(lessThanOrEqualTo(50_000L)));
    assertThat(
        workers.inFlight.stream().map(Run::bundles).toList(), everyItem(lessThanOrEqualTo(2)));
  }

  @Test
  public void runsGrowWithTheCluster() throws Exception {
    engine.slots = 1;
    log.end = 100_000_000;
    growUp();
    engine.slots = 64;
    growUp();

    assertThat(bundles(workers.inFlight.subList(1, 4)), greaterThanOrEqualTo(64));
  }

  private void growUp() throws Exception {
    for (int turn = 0; turn < 20; turn++) {
      nextRuns();
    }
  }

  private void nextRuns() throws Exception {
    workers.endRuns(null);
    time.pass(Duration.ofSeconds(1));
    loop.step();
  }

  private static int bundles(Iterable<Run> runs) {
    int bundles = 0;
    for (Run run : runs) {
      bundles += run.bundles();
    }
    return bundles;
  }
}
