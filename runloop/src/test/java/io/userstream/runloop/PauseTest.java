package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.userstream.runloop.control.ControlState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class PauseTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 0);

  private final OneLog broker = new OneLog(PARTITION);
  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final LastStatus status = new LastStatus();
  private Optional<ControlState> control = Optional.of(ControlState.RUNNING);
  private final RunLoop loop = loop(false);

  private RunLoop loop(boolean untilDrained) {
    return RunLoop.with(
        OneLog.config()
            .setControl(() -> control)
            .setUntilDrained(untilDrained)
            .setListener(status)
            .build(),
        broker,
        workers,
        time);
  }

  @Test
  public void noRunStartsBeforeTheStateIsKnown() throws Exception {
    control = Optional.empty();
    turns(3);

    assertThat(workers.inFlight, is(empty()));
    assertThat(status.get().obstacle(), is(Optional.of("reading whether group g is paused")));

    control = Optional.of(ControlState.RUNNING);
    turns(1);
    assertThat(workers.inFlight, hasSize(1));
  }

  @Test
  public void aPausedLoopEndsItsRunsAndStartsNone() throws Exception {
    turns(1);
    pause();
    broker.end = 20;
    turns(3);
    assertThat("the run in flight goes on", workers.inFlight, hasSize(1));

    workers.endRuns(null);
    turns(3);

    assertThat(workers.inFlight, is(empty()));
    assertThat("its run is committed", broker.committed.get(PARTITION).offset(), is(10L));
    assertThat(status.get().lag(), is(10L));
    assertThat(status.get().control().isPaused(), is(true));
    assertThat("a pause is no fault", status.get().obstacle(), is(Optional.empty()));
  }

  @Test
  public void aResumedLoopContinues() throws Exception {
    pause();
    turns(3);
    resume();
    turns(1);
    workers.endRuns(null);
    turns(1);

    assertThat(broker.committed.get(PARTITION).offset(), is(10L));
  }

  @Test
  public void aPausedLoopRetriesNothing() throws Exception {
    turns(1);
    workers.endRuns(new IllegalStateException("transient"));
    pause();
    turns(5);
    assertThat(workers.inFlight, is(empty()));
    assertThat(status.get().runsWaiting(), is(1));

    resume();
    turns(1);
    assertThat(workers.inFlight, hasSize(1));
  }

  @Test
  public void thePauseIsCommittedWhenNoRunIsInFlight() throws Exception {
    turns(1);
    pause();
    turns(2);
    assertThat(metadata().pause(), is(0L));

    workers.endRuns(null);
    turns(2);

    assertThat(metadata().pause(), is(control.orElseThrow().version()));
    assertThat(metadata().topicId(), is(Optional.of(broker.id)));
  }

  @Test
  public void thePauseIsNotInTheCommitsAfterIt() throws Exception {
    pause();
    turns(2);
    assertThat(metadata().pause(), is(not(0L)));

    resume();
    turns(1);
    workers.endRuns(null);
    turns(1);

    assertThat(metadata().pause(), is(0L));
  }

  @Test
  public void aPausedLoopIsNotDrained() throws Exception {
    RunLoop draining = loop(true);
    pause();
    for (int turn = 0; turn < 5; turn++) {
      time.pass(Duration.ofSeconds(1));
      assertThat(draining.step(), is(true));
    }
    assertThat(workers.inFlight, is(empty()));

    resume();
    draining.step();
    workers.endRuns(null);
    draining.step();
    assertThat(draining.step(), is(false));
  }

  @Test
  public void theStatusOfANewLoopDescribesThePause() throws Exception {
    control = Optional.of(ControlState.RUNNING.pause(Instant.EPOCH, "repair"));
    turns(1);

    assertThat(
        status.get().control().describePause().orElseThrow(),
        containsString("1970-01-01T00:00:00Z: repair"));
  }

  private void pause() {
    control = Optional.of(control.orElseThrow().pause(Instant.EPOCH.plusSeconds(5), null));
  }

  private void resume() {
    control = Optional.of(control.orElseThrow().resume(Instant.EPOCH.plusSeconds(9)));
  }

  private void turns(int number) throws RunLoopException {
    for (int turn = 0; turn < number; turn++) {
      time.pass(Duration.ofSeconds(1));
      loop.step();
    }
  }

  private CommitMetadata metadata() {
    return CommitMetadata.of(broker.committed.get(PARTITION));
  }
}
