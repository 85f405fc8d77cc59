package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class WarmUpTest {
  private final OneLog log = new OneLog(new TopicPartition("users", 0));
  private final ObedientWorkers workers = new ObedientWorkers();

  @Test
  public void aLoopWarmsAllSlotsBeforeItJoins() throws Exception {
    run(OneLog.config());

    assertThat(workers.joinedAtBegin, contains(false, true));
    assertThat(workers.begun.get(0).ranges(), contains(PartitionRange.of("users", 0, 0, 0)));
    assertThat(workers.begun.get(0).bundles(), is(7));
    assertThat(workers.begun.get(1).number(), is(1L));
  }

  @Test
  public void aFailureToWarmUpDoesNotEndTheLoop() throws Exception {
    workers.faultOfWarmUp = new IllegalStateException("no connection");
    run(OneLog.config());

    assertThat(workers.begun.get(1).ranges(), contains(PartitionRange.of("users", 0, 0, 10)));
  }

  @Test
  public void aFaultThatNoRetryCanFixEndsTheLoopBeforeItJoins() {
    workers.faultOfWarmUp = new IllegalStateException("bad key");
    RunLoopConfig.Builder config =
        OneLog.config().setFatalFault(IllegalStateException.class::isInstance);

    RunLoopException fault = assertThrows(RunLoopException.class, () -> run(config));

    assertThat(fault.getMessage(), is("bad key"));
    assertThat(workers.joinedAtBegin, contains(false));
  }

  @Test
  public void aLoopThatIsToDrainTheTopicDoesNotWarmUp() throws Exception {
    run(OneLog.config().setUntilDrained(true));

    assertThat(workers.begun.get(0).number(), is(1L));
  }

  @Test
  public void aStopEndsIt() throws Exception {
    workers.stopDuringWarmUp = true;
    run(OneLog.config());

    assertThat(workers.joinedAtBegin, contains(false));
  }

  private void run(RunLoopConfig.Builder config) throws Exception {
    workers.loop =
        RunLoop.with(config.setEngine(new Engine()).build(), log, workers, new ManualTime());
    workers.loop.run();
  }

  /** Ends every run when it is asked, and stops the loop after the first one with records. */
  private final class ObedientWorkers implements RunWorkers {
    private final List<Run> begun = new ArrayList<>();
    private final List<Boolean> joinedAtBegin = new ArrayList<>();
    private final List<EndedRun> ended = new ArrayList<>();
    private RunLoop loop;
    @Nullable private Throwable faultOfWarmUp;
    private boolean stopDuringWarmUp;

    @Override
    public void begin(Run run) {
      begun.add(run);
      joinedAtBegin.add(log.isAssigned());
      boolean isWarmUp = run.span() == 0;
      if (!isWarmUp || stopDuringWarmUp) {
        loop.stop();
      }
      if (!isWarmUp || !stopDuringWarmUp) {
        ended.add(EndedRun.of(run, isWarmUp ? faultOfWarmUp : null, Duration.ofMillis(1)));
      }
    }

    @Override
    public List<EndedRun> takeEnded(Duration atMost) {
      List<EndedRun> taken = List.copyOf(ended);
      ended.clear();
      return taken;
    }

    @Override
    public void close() {}
  }

  private static final class Engine implements RunEngine {
    @Override
    public int slots() {
      return 7;
    }

    @Override
    public PipelineResult.State execute(Run run, Pipeline pipeline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> fault() {
      return Optional.empty();
    }
  }
}
