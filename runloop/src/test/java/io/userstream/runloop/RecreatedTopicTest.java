package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.Test;

/** Recreates the topic at moments that only one of the checks notices. */
public class RecreatedTopicTest {
  private static final TopicPartition PARTITION = new TopicPartition("users", 0);

  private final OneLog broker = new OneLog(PARTITION);
  private final ManualWorkers workers = new ManualWorkers();
  private final RunLoop loop =
      RunLoop.with(
          OneLog.config().setMinRunInterval(Duration.ZERO).setMaxRunsInFlight(1).build(),
          broker,
          workers,
          LoopTime.SYSTEM);

  @Test
  public void nothingIsCommittedToARecreatedTopic() throws Exception {
    loop.step();
    assertThat(workers.inFlight.size(), is(1));
    Uuid old = broker.id;

    broker.id = Uuid.randomUuid();
    workers.endRuns(null);
    RunLoopException ended = assertThrows(RunLoopException.class, loop::step);

    assertThat(ended.getMessage(), containsString("the topic was recreated"));
    assertThat(broker.committed.get(PARTITION).offset(), is(0L));
    assertThat(
        broker.committed.get(PARTITION).metadata(),
        startsWith("userstream/1 topic-id=" + broker.id + " refused=recreated committed=0"));
    assertThat(ended.getMessage(), containsString("was " + old));
  }

  @Test
  public void noRunIsPlannedInARecreatedTopic() throws Exception {
    loop.step();
    workers.endRuns(null);
    loop.step();

    broker.id = Uuid.randomUuid();
    broker.end += 10;
    assertThrows(RunLoopException.class, () -> stepUntilARunBegins());

    assertThat(workers.inFlight.size(), is(0));
  }

  private void stepUntilARunBegins() throws RunLoopException {
    while (workers.inFlight.isEmpty()) {
      loop.step();
    }
  }
}
