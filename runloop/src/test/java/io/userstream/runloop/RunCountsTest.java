package io.userstream.runloop;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.Test;

public class RunCountsTest {
  private final ManualTime time = new ManualTime();
  private final ManualWorkers workers = new ManualWorkers();
  private final LastStatus status = new LastStatus();
  private final RunLoop loop =
      RunLoop.with(
          OneLog.config().setListener(status).build(),
          new OneLog(new TopicPartition("users", 0)),
          workers,
          time);

  @Test
  public void theStatusCountsDoneRunsAndRetriedAttempts() throws Exception {
    loop.step();
    workers.endRuns(new IllegalStateException("transient"));
    loop.step();
    assertCounts(0, 1);

    time.pass(Duration.ofSeconds(1)); // Longer than the first pause.
    loop.step();
    workers.endRuns(null);
    loop.step();

    assertCounts(1, 1);
    assertThat(loop.summary().runs(), is(1L));
    assertThat(loop.summary().retries(), is(1L));
  }

  private void assertCounts(long done, long retried) {
    assertThat(status.get().runsDone(), is(done));
    assertThat(status.get().runsRetried(), is(retried));
  }
}
