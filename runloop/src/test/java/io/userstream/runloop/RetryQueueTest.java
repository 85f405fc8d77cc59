package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.userstream.runloop.ranges.PartitionRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class RetryQueueTest {
  private static final Run RUN =
      Run.builder().setNumber(7).setRanges(List.of(PartitionRange.of("t", 0, 3, 9))).build();

  private static final List<Run> PARTS =
      List.of(
          RUN.again(8, List.of(PartitionRange.of("t", 0, 3, 6))),
          RUN.again(9, List.of(PartitionRange.of("t", 0, 6, 9))));

  private final RetryQueue retries = new RetryQueue(LoopTime.SYSTEM);

  @Test
  public void aFailedRunIsRetriedInParts() {
    fail(RUN);

    List<Run> again = List.of(awaitDue(), awaitDue());

    assertThat(again, is(PARTS));
    for (Run part : again) {
      assertThat(part.attempt(), is(2));
      assertThat(part.mayBeRetry(), is(true));
    }
    assertThat(retries.size(), is(0));
    assertThat(retries.total(), is(1L));
  }

  @Test
  public void aRunIsNotDueBeforeItsPause() {
    fail(RUN);

    assertThat(retries.takeDue(run -> true), is(Optional.empty()));
    assertThat(retries.size(), is(2));
  }

  @Test
  public void aSinkThatIsDownCostsNoAttempt() {
    Run second = PARTS.get(0);

    retries.notBegun(sinkDown(second));

    assertThat(awaitDue(), is(second));
    assertThat(retries.total(), is(0L));
  }

  @Test
  public void aSinkThatIsDownIsNotCheckedForEveryWaitingRun() {
    fail(RUN);
    Run first = awaitDue();

    retries.notBegun(sinkDown(first));

    assertThat(retries.takeDue(run -> true), is(Optional.empty()));
    assertThat(retries.size(), is(2));
  }

  @Test
  public void aRetryIsAnObstacleUntilItIsDone() {
    fail(RUN);
    assertThat(retries.obstacle().orElseThrow(), containsString("transient"));
    List<Run> again = List.of(awaitDue(), awaitDue());

    retries.settled(again.get(0));
    assertThat("the second is in flight", retries.obstacle().isPresent(), is(true));
    retries.settled(again.get(1));
    assertThat(retries.obstacle(), is(Optional.empty()));
  }

  @Test
  public void theObstacleNamesASinkThatIsDown() {
    fail(RUN);

    retries.notBegun(sinkDown(awaitDue()));

    assertThat(retries.obstacle(), is(Optional.of("waiting for the sink: sinkDown")));
  }

  private static EndedRun sinkDown(Run run) {
    return EndedRun.of(
        run,
        new RunExecutor.SinkAwayException(new IllegalStateException("sinkDown")),
        Duration.ofMillis(1));
  }

  private void fail(Run run) {
    retries.failed(
        EndedRun.of(run, new IllegalStateException("transient"), Duration.ofMillis(1)), PARTS);
  }

  private Run awaitDue() {
    Optional<Run> due = retries.takeDue(run -> true);
    while (due.isEmpty()) {
      Thread.onSpinWait();
      due = retries.takeDue(run -> true);
    }
    return due.get();
  }
}
