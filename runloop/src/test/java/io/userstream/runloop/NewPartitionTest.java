package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

/** Checks that a topic is not drained while no member has opened a new partition of it. */
public class NewPartitionTest {
  private static final TopicPartition P1 = new TopicPartition("users", 1);

  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final OneLog log = new OneLog(new TopicPartition("users", 0));
  private final RunLoop loop =
      RunLoop.with(OneLog.config().setUntilDrained(true).build(), log, workers, time);

  @Test
  public void theLoopEndsOnceAnotherMemberHasOpenedTheNewPartition() throws Exception {
    loop.step();
    log.partitions = 2;
    for (int turn = 0; turn < 10; turn++) {
      workers.endRuns(null);
      time.pass(Duration.ofSeconds(1));
      assertThat(loop.step(), is(true));
    }

    log.committed.put(P1, new OffsetAndMetadata(0));

    assertThat(loop.step(), is(false));
  }
}
