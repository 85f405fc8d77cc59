package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks a loop that processes only a part of the log. */
public class OffsetWindowTest {
  private static final TopicPartition P0 = new TopicPartition("users", 0);

  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final OneLog log = new OneLog(P0);

  @Test
  public void theLoopProcessesTheWindowOnlyAndEnds() throws Exception {
    assertThat(processed(new OffsetWindow.Part(3, 7)), contains(range(3, 7)));
    assertThat(log.committed.get(P0).offset(), is(7L));
  }

  @Test
  public void theLoopContinuesAtItsCommittedOffset() throws Exception {
    log.committed.put(P0, PartitionLedger.offset(5, -1, log.id));

    assertThat(processed(new OffsetWindow.Part(3, 7)), contains(range(5, 7)));
  }

  @Test
  public void aMemberWhoseWindowEndsLaterIsNoFault() throws Exception {
    log.committed.put(P0, PartitionLedger.offset(9, -1, log.id));

    assertThat(processed(new OffsetWindow.Part(3, 7)), is(empty()));
  }

  @Test
  public void openTransactionsBehindTheWindowAreNotWaitedFor() throws Exception {
    log.stableEnd = 8;

    assertThat(processed(new OffsetWindow.Part(3, 8)), contains(range(3, 8)));
  }

  @Test(expected = IllegalArgumentException.class)
  public void windowsEndAfterTheyBegin() {
    Object unused = new OffsetWindow.Part(3, 2);
  }

  /** Runs a loop to its end, and returns the ranges of its runs. */
  private List<PartitionRange> processed(OffsetWindow.Part part) throws Exception {
    RunLoopConfig config =
        OneLog.config().setUntilDrained(true).setWindow(new OffsetWindow(Map.of(0, part))).build();
    List<PartitionRange> processed = new ArrayList<>();
    try (RunLoop loop = RunLoop.with(config, log, workers, time)) {
      long start = System.nanoTime();
      while (loop.step()) {
        workers.inFlight.forEach(run -> processed.addAll(run.ranges()));
        workers.endRuns(null);
        time.pass(Duration.ofSeconds(1));
        assertThat(
            "the loop ends",
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 30,
            is(true));
      }
    }
    return processed;
  }

  private static PartitionRange range(long from, long to) {
    return PartitionRange.of("users", 0, from, to);
  }
}
