package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.ranges.PartitionRange;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class WarmUpTest {
  private final OneLog log = new OneLog(new TopicPartition("users", 0));
  private final ManualWorkers workers = new ManualWorkers();
  private final ManualEngine engine = new ManualEngine();
  private final List<Run> begun = new ArrayList<>();
  private final List<Boolean> joinedAtBegin = new ArrayList<>();
  @Nullable private Throwable faultOfWarmUp;
  private boolean stopDuringWarmUp;

  @Test
  public void aLoopWarmsAllSlotsBeforeItJoins() throws Exception {
    engine.slots = 7;
    run(OneLog.config());

    assertThat(joinedAtBegin, contains(false, true));
    assertThat(begun.get(0).ranges(), contains(PartitionRange.of("users", 0, 0, 0)));
    assertThat(begun.get(0).bundles(), is(7));
    assertThat(begun.get(1).number(), is(1L));
  }

  @Test
  public void aFailureToWarmUpDoesNotEndTheLoop() throws Exception {
    faultOfWarmUp = new IllegalStateException("no connection");
    run(OneLog.config());

    assertThat(begun.get(1).ranges(), contains(PartitionRange.of("users", 0, 0, 10)));
  }

  @Test
  public void aFaultThatNoRetryCanFixEndsTheLoopBeforeItJoins() {
    faultOfWarmUp = new IllegalStateException("bad key");
    RunLoopConfig.Builder config =
        OneLog.config().setFatalFault(IllegalStateException.class::isInstance);

    RunLoopException fault = assertThrows(RunLoopException.class, () -> run(config));

    assertThat(fault.getMessage(), is("bad key"));
    assertThat(joinedAtBegin, contains(false));
  }

  @Test
  public void aLoopThatIsToDrainTheTopicDoesNotWarmUp() throws Exception {
    run(OneLog.config().setUntilDrained(true));

    assertThat(begun.get(0).number(), is(1L));
  }

  @Test
  public void aStopEndsIt() throws Exception {
    stopDuringWarmUp = true;
    run(OneLog.config());

    assertThat(joinedAtBegin, contains(false));
  }

  /** Runs a loop, and stops it at its first run with records. */
  private void run(RunLoopConfig.Builder config) throws Exception {
    RunLoop loop = RunLoop.with(config.setEngine(engine).build(), log, workers, new ManualTime());
    workers.onBegin =
        run -> {
          begun.add(run);
          joinedAtBegin.add(log.isAssigned());
          boolean isWarmUp = run.span() == 0;
          if (!isWarmUp || stopDuringWarmUp) {
            loop.stop();
          }
          if (!isWarmUp || !stopDuringWarmUp) {
            workers.endRuns(isWarmUp ? faultOfWarmUp : null);
          }
        };
    loop.run();
  }
}
