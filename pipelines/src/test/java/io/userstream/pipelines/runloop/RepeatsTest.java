package io.userstream.pipelines.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.userstream.io.kafka.PartitionRange;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What becomes of a run that has failed. */
public class RepeatsTest {
  private static final Run RUN = Run.first(7, false, List.of(PartitionRange.of("t", 0, 3, 9)));

  private final Repeats repeats = new Repeats();

  @Test
  public void aFailedRunComesAgainWithTheSameRangesAsARepeat() {
    repeats.failed(RUN, new IllegalStateException("passing"));

    Run again = awaitDue();

    assertThat(again.number(), is(7L));
    assertThat(again.attempt(), is(2));
    assertThat(again.mayRepeat(), is(true));
    assertThat(again.ranges(), is(RUN.ranges()));
    assertThat(repeats.size(), is(0));
    assertThat(repeats.total(), is(1L));
  }

  @Test
  public void aRunIsNotDueBeforeItsPause() {
    repeats.failed(RUN, new IllegalStateException("passing"));

    assertThat(repeats.takeDue(), is(Optional.empty()));
    assertThat(repeats.size(), is(1));
  }

  @Test
  public void aSinkThatIsAwayCostsNoAttempt() {
    Run second = RUN.again();

    repeats.failed(second, new RunExecutor.SinkAwayException(new IllegalStateException("away")));

    assertThat(awaitDue(), is(second));
    assertThat(repeats.total(), is(0L));
  }

  private Run awaitDue() {
    Optional<Run> due = repeats.takeDue();
    while (due.isEmpty()) {
      Thread.onSpinWait();
      due = repeats.takeDue();
    }
    return due.get();
  }
}
